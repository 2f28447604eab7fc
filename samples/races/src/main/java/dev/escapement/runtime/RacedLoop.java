package dev.escapement.runtime;

import dev.escapement.runtime.spi.TimeSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/*
 * Ownership
 *   parked    carrier                       the same actor, arbiter   plain: jcstress orders actors before the arbiter
 *   now       constructor, carrier,         any actor, arbiter        volatile
 *             arbiter
 */
/**
 * The production loop, driven step by step by an actor. Its clock moves only by hand, and a park
 * stops the actor for good: whether somebody would have ended it shows afterwards.
 */
public final class RacedLoop implements TimeSource {
  /** What its clock shows at first. */
  public static final long NOW = 1_000;

  /** A later time. */
  public static final long LATER = 2_000;

  /** In so many turns some tens of timers fire, since a burst begins slowly. */
  static final int TURNS = 4;

  final Carrier carrier;
  private final Runnable whenParked;
  private boolean parked;
  private volatile long now = NOW;

  /** A loop that has not turned yet. */
  public RacedLoop() {
    this(
        () -> {
          throw new Parked();
        });
  }

  /** One whose park returns after this. */
  RacedLoop(Runnable whenParked) {
    this.whenParked = whenParked;
    carrier = new TaskRuntime(TaskRuntime.builder().withoutOwnThread(), "raced", this).carrier();
  }

  /** What a real loop would not return from by itself. */
  private static final class Parked extends RuntimeException {
    private static final long serialVersionUID = 1;

    Parked() {
      super(null, null, false, false);
    }
  }

  /** The calling thread takes the seat, and does what only the carrier may. */
  void onCarrier(Runnable steps) {
    carrier.seat(Thread.currentThread());
    parked = false;
    try {
      steps.run();
    } catch (Parked forGood) {
      parked = true;
    } finally {
      carrier.seat(null);
    }
  }

  /** One turn of the loop. */
  void turn() {
    turns(1);
  }

  void turns(int count) {
    onCarrier(
        () -> {
          for (int i = 0; i < count; i++) {
            carrier.turn();
          }
        });
  }

  /** The loop looks whether it may park, and does. */
  void idle() {
    onCarrier(carrier.idling::idle);
  }

  /** Before the race: sets the clock. */
  void moveTo(long time) {
    now = time;
  }

  /** The runtime of this loop. */
  public TaskRuntime runtime() {
    return carrier.runtime;
  }

  /** Turns until there is nothing left to do at a time. */
  public void settleAt(long time) {
    now = time;
    do {
      turn();
    } while (!carrier.ready.isEmpty()
        || !carrier.inbox.isEmpty()
        || carrier.timers.firstDeadline() <= time);
  }

  /** How many timers the loop has. */
  public int pendingTimers() {
    return carrier.timers.size();
  }

  /** How many resume lags were recorded. */
  public long resumeLags() {
    return carrier.counters.resumeLag.view().count();
  }

  /** Whether the loop is parked, and nobody has woken it. */
  boolean sleepsOn() {
    return parked && carrier.inbox.isIdle();
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public InstantSource clock() {
    return () -> Instant.EPOCH;
  }

  @Override
  public void park(long deadlineNanos, BooleanSupplier woken) {
    whenParked.run();
  }

  @Override
  public void unpark(Thread carrier) {}

  @Override
  public boolean isVirtual() {
    return false;
  }
}
