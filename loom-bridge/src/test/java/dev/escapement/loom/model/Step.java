package dev.escapement.loom.model;

/**
 * What a script does next. Scripts, timers and callbacks go by numbers, durations are in
 * nanoseconds. For the times at which scripts act and timers are due see {@link #nextAt}.
 */
sealed interface Step {
  /** Each script acts at times of its own on this grid, and so does each timer. */
  long GRID = 64;

  /** So many scripts have a place on the grid, and after them the timer of each. */
  int SCRIPTS = 31;

  /** Where callbacks are due, which may well be at the same time. */
  long OF_CALLBACKS = GRID - 1;

  /** Sleeps. */
  record Sleep(long nanos) implements Step {}

  /** Sleeps until the next time that is the script's own. */
  record Align() implements Step {}

  /** Starts a script. */
  record Start(int script) implements Step {}

  /** Cancels a script. */
  record Cancel(int script) implements Step {}

  /** Interrupts the thread of a script. */
  record Interrupt(int script) implements Step {}

  /** Awaits the end of a script. */
  record Join(int script) implements Step {}

  /** A sleep with a time limit. */
  record Limit(long limit, long nanos) implements Step {}

  /** Two sleeps, the first of which to be over wins. */
  record Race(long first, long second) implements Step {}

  /** Awaits the next tick of the script's interval, which begins with the first of these. */
  record Tick(long period) implements Step {}

  /** Makes a timer, which is registered once it is awaited. */
  record NewTimer(int timer, long nanos) implements Step {}

  /** Awaits a timer that this script has made. */
  record AwaitTimer(int timer) implements Step {}

  /** Resets a timer. */
  record Reset(int timer, long nanos) implements Step {}

  /** Cancels a timer. */
  record CancelTimer(int timer) implements Step {}

  /** Schedules a callback. */
  record Call(int callback, long nanos) implements Step {}

  /** Cancels a callback. */
  record CancelCall(int callback) implements Step {}

  /** Closes the runtime at the next time that is the script's own, and waits for its own end. */
  record Close() implements Step {}

  /**
   * The first time at or after another that is somebody's own. Since no two of them ever act at the
   * same time, except as cause and effect, the naive model need not know in which order they would.
   */
  static long nextAt(long time, long place) {
    return time + Math.floorMod(place - time, GRID);
  }

  static long placeOfTimer(int timer) {
    return (long) SCRIPTS + timer;
  }
}
