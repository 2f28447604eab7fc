package dev.escapement.runtime.sim;

import dev.escapement.runtime.TaskDump;
import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in plain words why a simulation cannot go on. */
final class Reports {
  private static final int BUSIEST = 5;

  private final Builder settings;
  private final Supplier<TaskRuntime> runtime;
  private final LongSupplier elapsed;

  Reports(Builder settings, Supplier<TaskRuntime> runtime, LongSupplier elapsed) {
    this.settings = settings;
    this.runtime = runtime;
    this.elapsed = elapsed;
  }

  /** How to see it again. */
  String again() {
    return "Seed "
        + settings.seed
        + "; to run it again: Simulation.seeded("
        + settings.seed
        + "), or -Descapement.seed="
        + settings.seed
        + " for a @SimulationTest";
  }

  private String at() {
    return "at " + Times.text(elapsed.getAsLong()) + " of virtual time";
  }

  private String text(String first, Stream<String> lines) {
    return Stream.concat(
            Stream.concat(Stream.of(first), lines.map(l -> "  " + l)), Stream.of(again()))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private List<TaskDump.Entry> live() {
    return runtime.get().dump().tasks();
  }

  DeadlockException deadlock(Map<Long, Long> lastPolls) {
    List<TaskDump.Entry> live = live();
    return new DeadlockException(
        text(
            String.format(
                Locale.ROOT,
                "deadlock %s: nothing is ready and no timer is pending, but %d %s not ended:",
                at(),
                live.size(),
                live.size() == 1 ? "task has" : "tasks have"),
            live.stream().map(entry -> waiting(entry, lastPolls))));
  }

  private String waiting(TaskDump.Entry entry, Map<Long, Long> lastPolls) {
    Long since = lastPolls.get(entry.id());
    return "'"
        + entry.name()
        + "' waits for "
        + entry.waitsFor()
        + (since == null ? "" : ", since " + Times.text(since - settings.origin))
        + (entry.spawnedAt() == null ? "" : ", spawned at " + entry.spawnedAt());
  }

  LivelockException tooManySteps() {
    return new LivelockException(
        text(
            "livelock "
                + at()
                + ": something was ready for more than "
                + settings.maxSteps
                + " steps in a row; the busiest tasks:",
            busiest()));
  }

  LivelockException tooFar() {
    return new LivelockException(
        text(
            "livelock "
                + at()
                + ": virtual time would pass its limit of "
                + Duration.ofNanos(settings.maxTimeNanos)
                + "; the busiest tasks:",
            busiest()));
  }

  private Stream<String> busiest() {
    return live().stream()
        .sorted(Comparator.comparingLong(TaskDump.Entry::polls).reversed())
        .limit(BUSIEST)
        .map(TaskDump.Entry::toString);
  }

  String unseen(String what) {
    return text(what + ", and nobody waits for it, " + at(), Stream.empty());
  }

  SimulationException interrupted() {
    return new SimulationException(
        text("the thread that drives the simulation was interrupted " + at(), Stream.empty()));
  }

  SimulationException held(Collection<Hold> holds) {
    return new SimulationException(
        text(
            "held "
                + at()
                + ": nothing is ready, and for "
                + Duration.ofNanos(settings.holdLimitNanos)
                + " of real time these holds were not released:",
            holds.stream().map(Hold::toString).sorted()));
  }

  ForeignBlockException foreignBlock(Thread thread, boolean begun) {
    Thread.State state = thread.getState();
    Object blocker = LockSupport.getBlocker(thread);
    String what =
        !begun
            ? "was never started by the JDK: all of its carriers are busy or pinned"
            : state == Thread.State.RUNNABLE
                ? "is running: it computes, or a native call blocks it"
                : "is blocked outside the bridge";
    return new ForeignBlockException(
        text(
            String.format(
                Locale.ROOT,
                "foreign block %s: thread '%s' has its turn for %s of real time and %s (state"
                    + " %s%s); wait by the bridge instead, or open a Hold for real work; its"
                    + " stack:",
                at(),
                thread.getName(),
                Duration.ofNanos(settings.graceNanos),
                what,
                state,
                blocker == null ? "" : ", blocked on a " + blocker.getClass().getName()),
            Stream.of(thread.getStackTrace()).map(frame -> "at " + frame)));
  }
}
