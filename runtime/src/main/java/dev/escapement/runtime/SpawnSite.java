package dev.escapement.runtime;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task's name, if it has one, and where it was spawned. */
record SpawnSite(@Nullable String name, StackTraceElement frame) {
  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final Set<String> OURS =
      Set.of(
          TaskRuntime.class.getName(),
          SpawnSite.class.getName(),
          CarrierAccess.class.getName(),
          "dev.escapement.runtime.sim.Simulation",
          "dev.escapement.loom.Batons",
          "dev.escapement.loom.Loom",
          "dev.escapement.loom.LoomBridge",
          "dev.escapement.loom.LoomScheduledExecutor",
          "dev.escapement.loom.Rider",
          "dev.escapement.loom.ScheduledRun",
          "dev.escapement.loom.Scope",
          "dev.escapement.loom.ThreadTask");

  /** The frame that called {@link TaskRuntime}, or a bridge that did. */
  static SpawnSite here(@Nullable String name) {
    return new SpawnSite(name, caller());
  }

  static StackTraceElement caller() {
    return WALKER.walk(
        frames ->
            frames
                .filter(f -> !isOurs(f.getClassName()))
                .findFirst()
                .map(StackWalker.StackFrame::toStackTraceElement)
                .orElseGet(() -> new StackTraceElement("unknown", "unknown", null, -1)));
  }

  /** Lambdas and nested classes belong to their class. */
  private static boolean isOurs(String className) {
    int nested = className.indexOf('$');
    return OURS.contains(nested < 0 ? className : className.substring(0, nested));
  }
}
