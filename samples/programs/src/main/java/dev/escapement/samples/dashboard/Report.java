package dev.escapement.samples.dashboard;

import dev.escapement.runtime.RuntimeSnapshot;
import dev.escapement.runtime.TaskDump;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows, as it goes out as JSON. What is not known is null.
 *
 * @param run differs from one start of the program to the next
 * @param verdict null before anything was measured
 * @param loopLag of the last ten seconds, as resumeLag is
 * @param samples those that the page has not seen
 */
record Report(
    String run,
    String runtime,
    long epochMillis,
    int jdkCarriers,
    @Nullable Verdict verdict,
    Map<String, Boolean> switches,
    Figures figures,
    List<Long> levels,
    @Nullable Spread loopLag,
    @Nullable Spread resumeLag,
    List<Sample> samples,
    TaskTable tasks) {

  /**
   * The present figures.
   *
   * @param runQueueShare null where the system does not tell
   */
  record Figures(
      long overdueNanos,
      long pending,
      double busyShare,
      long tasksLive,
      long firedPerSecond,
      long stalls,
      long missedTicks,
      String lagMode,
      boolean lowSlack,
      @Nullable Double runQueueShare) {
    static Figures of(long overdueNanos, Window recent) {
      RuntimeSnapshot now = recent.to().snapshot();
      return new Figures(
          overdueNanos,
          now.timers().pending(),
          recent.busyShare(),
          now.tasks().live(),
          recent.firedPerSecond(),
          now.loop().stalls(),
          now.timers().missedTicks(),
          now.loop().lagMode().name().toLowerCase(Locale.ROOT),
          now.loop().lowSlack(),
          recent.runQueueShare());
    }
  }

  /**
   * The first of the live tasks: those that run or could run before those that wait.
   *
   * @param more how many there are beside the rows
   */
  record TaskTable(List<Row> rows, int more) {
    private static final int ROWS = 50;

    static TaskTable of(TaskDump dump) {
      List<Row> rows =
          dump.tasks().stream()
              .sorted(Comparator.comparing(entry -> entry.state() == TaskDump.State.WAITING))
              .limit(ROWS)
              .map(entry -> Row.of(entry, dump.nanoTime()))
              .toList();
      return new TaskTable(rows, dump.tasks().size() - rows.size());
    }
  }

  /**
   * One task.
   *
   * @param dueInNanos until its deadline, below zero if that is over; null if it has none
   */
  record Row(
      long id, String name, String state, long polls, String waitsFor, @Nullable Long dueInNanos) {
    static Row of(TaskDump.Entry entry, long now) {
      return new Row(
          entry.id(),
          entry.name(),
          entry.state().name().toLowerCase(Locale.ROOT),
          entry.polls(),
          entry.waitsFor(),
          entry.deadlineNanos() == Long.MAX_VALUE ? null : entry.deadlineNanos() - now);
    }
  }
}
