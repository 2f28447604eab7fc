package dev.escapement.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   SEATS   who takes a seat   any thread   concurrent map; a thread only ever changes its own entry
 */
/** Who drives whom. No thread local: reading one would cost every virtual thread a table. */
final class Seats {
  private static final Map<Thread, Carrier> SEATS = new ConcurrentHashMap<>();

  private Seats() {}

  /** A thread begins to drive a loop. */
  static void take(Thread thread, Carrier carrier) {
    SEATS.put(thread, carrier);
  }

  static void leave() {
    SEATS.remove(Thread.currentThread());
  }

  /** The carrier that the calling thread drives. */
  static @Nullable Carrier current() {
    return SEATS.get(Thread.currentThread());
  }

  /** Blocking a carrier would stop every task and timer of its runtime. */
  static void refuseOnCarrier(String what) {
    refuseOnCarrier(what, "inside a task use asTask() or a combinator of Tasks instead");
  }

  static void refuseOnCarrier(String what, String instead) {
    Carrier on = current();
    if (on != null) {
      throw new IllegalStateException(
          what + " was called on the carrier of " + on.label() + " and would block it; " + instead);
    }
  }
}
