package dev.escapement.runtime;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/*
 * Ownership
 *   cells            carrier               any thread    plain read by the writer, opaque store and read
 *   stalls           watchdog              any thread    atomic
 *   missedTicks      any polling thread    any thread    atomic
 *   timerLag, pollDuration, resumeLag                    see Histogram.Recorder; resumeLag is written by any thread
 */
/**
 * What a carrier counts. Each is a single-writer counter unless it says otherwise: no lock, no
 * read-modify-write.
 */
final class Counters {
  private static final int TASKS_SPAWNED = 0;
  private static final int TASKS_COMPLETED = 1;
  private static final int TASKS_FAILED = 2;
  private static final int TASKS_CANCELLED = 3;
  private static final int POLLS = 4;
  private static final int CALLBACKS = 5;
  private static final int TIMERS_SCHEDULED = 6;
  private static final int TIMERS_FIRED = 7;
  private static final int TIMERS_CANCELLED = 8;
  private static final int TIMERS_RESCHEDULED = 9;
  private static final int TIMERS_PENDING = 10;
  private static final int NEXT_DEADLINE = 11;
  private static final int READY = 12;
  private static final int PARKS = 13;
  private static final int PARKED = 14;
  private static final int CLOCK_JUMPS = 15;
  private static final int CALL_OUTS_FAILED = 16;
  private static final int STEPS = 17;
  private static final int COUNT = 18;

  private final AtomicLongArray cells = new AtomicLongArray(COUNT);
  final AtomicLong stalls = new AtomicLong();
  final AtomicLong missedTicks = new AtomicLong();
  final Histogram.Recorder timerLag = new Histogram.Recorder();
  final Histogram.Recorder resumeLag = new Histogram.Recorder();
  final Histogram.Recorder pollDuration = new Histogram.Recorder();

  Counters() {
    cells.setPlain(NEXT_DEADLINE, Deadlines.NEVER);
  }

  private void add(int cell, long n) {
    cells.setOpaque(cell, cells.getPlain(cell) + n);
  }

  private long get(int cell) {
    return cells.getOpaque(cell);
  }

  void taskSpawned() {
    add(TASKS_SPAWNED, 1);
  }

  void taskEnded(Object outcome) {
    add(
        outcome == Completion.CANCELLED
            ? TASKS_CANCELLED
            : outcome instanceof Completion.Failed ? TASKS_FAILED : TASKS_COMPLETED,
        1);
  }

  /** Returns how many polls there were before. */
  long polled() {
    long before = cells.getPlain(POLLS);
    cells.setOpaque(POLLS, before + 1);
    return before;
  }

  void calledBack() {
    add(CALLBACKS, 1);
  }

  void timerScheduled(long deadline) {
    add(TIMERS_SCHEDULED, 1);
    nextIsAtMost(deadline);
  }

  /** Not only once a turn: the poll that follows may block, and then the timer has to show. */
  private void nextIsAtMost(long deadline) {
    if (deadline < cells.getPlain(NEXT_DEADLINE)) {
      cells.setOpaque(NEXT_DEADLINE, deadline);
    }
  }

  void timerFired(long lagNanos) {
    add(TIMERS_FIRED, 1);
    timerLag.record(lagNanos);
  }

  void timerCancelled() {
    add(TIMERS_CANCELLED, 1);
  }

  /** So many were cancelled before the loop came to them. */
  void timersWithdrawn(int n) {
    add(TIMERS_SCHEDULED, n);
    add(TIMERS_CANCELLED, n);
  }

  void timerRescheduled(long deadline) {
    add(TIMERS_RESCHEDULED, 1);
    nextIsAtMost(deadline);
  }

  /**
   * The carrier parks, or leaves its seat. One cell tells all: twice the time that it has been
   * parked while it is awake; twice the moment that this time counts from, and one, while it is
   * parked.
   */
  void parking(long now) {
    long cell = cells.getPlain(PARKED);
    if (!isParked(cell)) {
      cells.setOpaque(PARKED, ((now - (cell >> 1)) << 1) | 1);
    }
  }

  /** The carrier is awake; again, or still. */
  void awake(long now) {
    long cell = cells.getPlain(PARKED);
    if (isParked(cell)) {
      cells.setOpaque(PARKED, parkedNanos(cell, now) << 1);
    }
  }

  void parked() {
    add(PARKS, 1);
  }

  private static boolean isParked(long cell) {
    return (cell & 1) == 1;
  }

  private static long parkedNanos(long cell, long now) {
    long nanosOrMoment = cell >> 1;
    // of a moment the highest bit is lost, and comes back by the shifts
    return isParked(cell) ? Math.max(0, (now - nanosOrMoment) << 1 >> 1) : nanosOrMoment;
  }

  void clockJumped() {
    add(CLOCK_JUMPS, 1);
  }

  void callOutFailed() {
    add(CALL_OUTS_FAILED, 1);
  }

  /** A turn, or a task cancelled at the end: the loop is not stuck. */
  void stepped() {
    add(STEPS, 1);
  }

  void publish(int timersPending, long nextDeadline, int ready) {
    cells.setOpaque(TIMERS_PENDING, timersPending);
    cells.setOpaque(NEXT_DEADLINE, nextDeadline);
    cells.setOpaque(READY, ready);
  }

  /** As of the last turn. */
  int readyDepth() {
    return (int) get(READY);
  }

  /** Changes whenever the carrier begins something. */
  long progress() {
    return get(STEPS) + get(POLLS) + get(CALLBACKS) + get(PARKS) + get(TIMERS_FIRED);
  }

  RuntimeSnapshot.Tasks tasks(int live) {
    return new RuntimeSnapshot.Tasks(
        live,
        get(TASKS_SPAWNED),
        get(TASKS_COMPLETED),
        get(TASKS_FAILED),
        get(TASKS_CANCELLED),
        get(POLLS),
        pollDuration.view());
  }

  RuntimeSnapshot.Timers timers(long firstInInbox, long newInInbox) {
    return new RuntimeSnapshot.Timers(
        get(TIMERS_PENDING) + newInInbox,
        Math.min(get(NEXT_DEADLINE), firstInInbox),
        get(TIMERS_SCHEDULED),
        get(TIMERS_FIRED),
        get(TIMERS_CANCELLED),
        get(TIMERS_RESCHEDULED),
        missedTicks.get(),
        timerLag.view(),
        resumeLag.view());
  }

  RuntimeSnapshot.Loop loop(
      long now, int inboxDepth, LagMode mode, long osThreadId, boolean lowSlack) {
    return new RuntimeSnapshot.Loop(
        mode,
        osThreadId,
        lowSlack,
        inboxDepth,
        get(READY),
        get(PARKS),
        parkedNanos(get(PARKED), now),
        get(CALLBACKS),
        stalls.get(),
        get(CLOCK_JUMPS),
        get(CALL_OUTS_FAILED));
  }
}
