package dev.escapement.samples.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong now, and why, in words.
 *
 * @param well whether nothing is wrong
 * @param headline without figures, so that it changes only with the verdict
 * @param reason with them
 */
record Verdict(boolean well, String headline, String reason) {
  /** From here on a timer or a thread is called late. */
  static final long LATE_NANOS = 20_000_000;

  /**
   * What is judged: the last two seconds.
   *
   * @param overdueNanos the highest
   * @param heldBy the task that held the carrier; null if none was seen
   */
  record Evidence(
      @Nullable Spread loopLag,
      @Nullable Spread resumeLag,
      long overdueNanos,
      @Nullable String heldBy,
      double busyShare,
      @Nullable Double runQueueShare) {
    boolean loopIsLate() {
      return overdueNanos >= LATE_NANOS || (loopLag != null && loopLag.p99() >= LATE_NANOS);
    }

    boolean threadsWait() {
      return resumeLag != null && resumeLag.p99() >= LATE_NANOS;
    }
  }

  static Verdict of(Evidence seen) {
    if (!seen.loopIsLate() && !seen.threadsWait()) {
      return new Verdict(true, "All is punctual.", punctual(seen));
    }
    List<String> reasons = new ArrayList<>();
    if (seen.loopIsLate()) {
      reasons.add(whyTheLoopIsLate(seen));
    }
    if (seen.threadsWait()) {
      reasons.add(whyThreadsWait(seen));
    }
    String headline =
        !seen.threadsWait()
            ? "The loop is late."
            : !seen.loopIsLate()
                ? "Virtual threads wait for a JDK carrier."
                : "The loop is late, and virtual threads wait for a JDK carrier.";
    return new Verdict(false, headline, String.join(" ", reasons));
  }

  private static String punctual(Evidence seen) {
    if (seen.loopLag == null) {
      return "No timer has fired in the last two seconds.";
    }
    String loop =
        "In the last two seconds, 99 of 100 timers fired within "
            + time(seen.loopLag.p99())
            + " of their deadline";
    return seen.resumeLag == null
        ? loop + "."
        : loop
            + ", and 99 of 100 threads ran again within "
            + time(seen.resumeLag.p99())
            + " after that.";
  }

  private static String whyTheLoopIsLate(Evidence seen) {
    String late =
        "A timer was overdue by "
            + time(Math.max(seen.overdueNanos, seen.loopLag == null ? 0 : seen.loopLag.max()))
            + ". ";
    if (seen.heldBy != null) {
      return late
          + "Task '"
          + seen.heldBy
          + "' holds the carrier: until its poll returns, no timer fires and no other task is"
          + " polled.";
    }
    if (seen.runQueueShare != null && seen.runQueueShare > 0.1) {
      return late + "The carrier is ready to run and waits for a processor: the machine is busy.";
    }
    return late
        + (seen.busyShare > 0.7
            ? "The carrier is hardly ever parked: this is too much work for one loop."
            : "No task was seen to hold the carrier: the machine, or garbage collection, may have"
                + " paused it.");
  }

  private static String whyThreadsWait(Evidence seen) {
    Spread resume = seen.resumeLag;
    return resume == null
        ? ""
        : "A thread ran again up to "
            + time(resume.max())
            + " after its timer had fired: the JDK's carriers of virtual threads are busy,"
            + " pinned, or without a processor.";
  }

  /** With a unit that fits: 85 µs, 2.4 ms, 310 ms, 1.6 s. */
  static String time(long nanos) {
    double micros = nanos / 1e3;
    if (micros < 999.5) {
      return String.format(Locale.ROOT, "%.0f µs", micros);
    }
    double millis = micros / 1e3;
    return millis < 999.5
        ? String.format(Locale.ROOT, millis < 9.95 ? "%.1f ms" : "%.0f ms", millis)
        : String.format(Locale.ROOT, "%.1f s", millis / 1e3);
  }
}
