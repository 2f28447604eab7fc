package dev.escapement.runtime;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The live tasks of a runtime: a view of the moment, taken without stopping the loop. While the
 * loop runs, a task that is being spawned or ended may be missing. A task is live from when the
 * loop has taken it over: while the loop is stuck, those spawned meanwhile are not among them yet.
 *
 * @param runtime the runtime's name
 * @param nanoTime when it was taken, on the runtime's clock
 * @param tasks the tasks, oldest first
 */
public record TaskDump(String runtime, long nanoTime, List<Entry> tasks) {
  /** What a task does. */
  public enum State {
    /** In the ready queue: it will be polled. */
    READY,
    /** It is being polled. */
    RUNNING,
    /** Its last poll was pending. */
    WAITING
  }

  /**
   * One live task.
   *
   * @param id the task's number, from 1 in the order of the spawns
   * @param name the task's name
   * @param state what it does
   * @param polls how often it was polled
   * @param waitsFor what its last poll registered with, in words
   * @param deadlineNanos when that is due, on the clock of the runtime that it belongs to; {@link
   *     Long#MAX_VALUE} if it has no deadline
   * @param spawnedAt where it was spawned, if the builder asked for spawn sites
   */
  public record Entry(
      long id,
      String name,
      State state,
      long polls,
      String waitsFor,
      long deadlineNanos,
      @Nullable StackTraceElement spawnedAt) {

    static Entry of(TaskCell<?> cell) {
      Object wait = cell.waitsFor();
      State state = cell.dumpState();
      SpawnSite site = cell.spawnSite();
      return new Entry(
          cell.id,
          cell.name(),
          state,
          cell.polls(),
          switch (state) {
            case READY -> "its turn";
            case RUNNING -> "the end of its poll";
            case WAITING -> describe(wait);
          },
          deadlineOf(wait),
          site == null ? null : site.frame());
    }

    private static String describe(@Nullable Object wait) {
      return wait == null
          ? "nothing: its last poll took no waker, so nothing new can wake it"
          : wait.toString();
    }

    private static long deadlineOf(@Nullable Object wait) {
      return switch (wait) {
        case Sleep sleep -> sleep.deadlineNanos();
        case Timeout<?> timeout -> timeout.deadlineNanos();
        case null, default -> Deadlines.NEVER;
      };
    }

    /** Name, state, polls, what it waits for and where it was spawned, on one line. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "'%s' %s, polled %d times, waits for %s%s",
          name,
          state.name().toLowerCase(Locale.ROOT),
          polls,
          waitsFor,
          spawnedAt == null ? "" : ", spawned at " + spawnedAt);
    }
  }

  /** A heading and a line for each task. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("runtime '").append(runtime).append("' at ").append(Deadlines.text(nanoTime));
    text.append(", live tasks: ").append(tasks.size());
    for (Entry entry : tasks) {
      text.append(System.lineSeparator()).append("  ").append(entry);
    }
    return text.toString();
  }
}
