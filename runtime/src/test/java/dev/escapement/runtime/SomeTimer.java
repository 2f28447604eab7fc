package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.IntConsumer;

/** A sleep polled by hand, or a callback, that tells its number when it fires. */
final class SomeTimer {
  final int id;
  final boolean sleeps;
  private final Carrier carrier;
  private final Timer timer;
  private final IntConsumer fired;
  private final Context context = Context.of(this::woken);

  private SomeTimer(int id, boolean sleeps, Carrier carrier, Duration delay, IntConsumer fired) {
    this.id = id;
    this.sleeps = sleeps;
    this.carrier = carrier;
    this.fired = fired;
    this.timer =
        sleeps
            ? carrier.runtime.sleep(delay)
            : carrier.runtime.schedule(delay, () -> fired.accept(id));
  }

  static SomeTimer callback(int id, Carrier carrier, Duration delay, IntConsumer fired) {
    return new SomeTimer(id, false, carrier, delay, fired);
  }

  static SomeTimer sleep(int id, Carrier carrier, Duration delay, IntConsumer fired) {
    SomeTimer some = new SomeTimer(id, true, carrier, delay, fired);
    assertEquals(delay.isPositive(), !some.poll().isReady());
    return some;
  }

  private Poll<Void> poll() {
    return ((Sleep) timer).poll(context);
  }

  /** The sleep has fired or was cancelled; if it fired, it goes on behind what fired before. */
  private void woken() {
    if (((Sleep) timer).isElapsed()) {
      carrier.ready.add(new TimerHandle(carrier, 0, this::resumed));
    }
  }

  private void resumed() {
    assertTrue(poll().isReady());
    fired.accept(id);
  }

  long deadline() {
    return timer.deadlineVolatile();
  }

  void reset(Duration delay, boolean wasCancelled) {
    ((Sleep) timer).reset(delay);
    if (!wasCancelled) {
      assertEquals(Poll.pending(), poll());
    }
  }

  void cancel(boolean wasPending) {
    if (timer instanceof TimerHandle handle) {
      assertEquals(wasPending, handle.cancel());
    } else {
      ((Sleep) timer).cancel();
    }
  }
}
