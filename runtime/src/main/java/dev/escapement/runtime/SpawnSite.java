package dev.escapement.runtime;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task's name, if it has one, and where it was spawned. */
record SpawnSite(@Nullable String name, StackTraceElement frame) {
  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final Set<String> OURS =
      Set.of(TaskRuntime.class.getName(), SpawnSite.class.getName());

  /** The frame that called {@link TaskRuntime}. */
  static SpawnSite here(@Nullable String name) {
    StackTraceElement frame =
        WALKER.walk(
            frames ->
                frames
                    .map(StackWalker.StackFrame::toStackTraceElement)
                    .filter(f -> !OURS.contains(f.getClassName()))
                    .findFirst()
                    .orElseGet(() -> new StackTraceElement("unknown", "unknown", null, -1)));
    return new SpawnSite(name, frame);
  }
}
