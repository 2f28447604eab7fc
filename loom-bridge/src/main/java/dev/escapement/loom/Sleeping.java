package dev.escapement.loom;

import dev.escapement.runtime.spi.ThreadSleep;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How a thread sleeps, in small frames. Those of a parked virtual thread lie on the heap, and have
 * room for all that their methods, and whatever was inlined there, hold at any moment. So all that
 * comes before the park is called through handles that the compiler does not see through: what
 * stays is the sleep, and not much else. In a simulation the beginning is all of it.
 */
final class Sleeping {
  // Not static: of a static final field the compiler knows the value, and inlines what that calls.
  private final MethodHandle begin = beginning("begin", Duration.class);
  private final MethodHandle beginUntil = beginning("beginUntil", long.class);

  private static MethodHandle beginning(String name, Class<?> until) {
    MethodType type = MethodType.methodType(ThreadSleep.class, LoomBridge.class, until);
    try {
      return MethodHandles.lookup().findStatic(Sleeping.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  void sleep(LoomBridge bridge, Duration duration) throws InterruptedException {
    try {
      park((@Nullable ThreadSleep) begin.invokeExact(bridge, duration));
    } catch (Throwable t) {
      throw unchanged(t);
    }
  }

  void sleepUntil(LoomBridge bridge, long deadlineNanos) throws InterruptedException {
    try {
      park((@Nullable ThreadSleep) beginUntil.invokeExact(bridge, deadlineNanos));
    } catch (Throwable t) {
      throw unchanged(t);
    }
  }

  private static void park(@Nullable ThreadSleep sleep) throws InterruptedException {
    if (sleep == null) {
      return;
    }
    do {
      LockSupport.park(sleep);
    } while (!isOver(sleep));
  }

  private static AssertionError unchanged(Throwable t) throws InterruptedException {
    switch (t) {
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(t);
    }
  }

  static @Nullable ThreadSleep begin(LoomBridge bridge, Duration duration)
      throws InterruptedException {
    bridge.refuseOnCarrier("sleep");
    long now = bridge.runtime.nanoTime();
    long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(duration));
    return bridge.threads.beginSleep(bridge, ScheduledRun.saturated(now, nanos), now);
  }

  static @Nullable ThreadSleep beginUntil(LoomBridge bridge, long deadlineNanos)
      throws InterruptedException {
    bridge.refuseOnCarrier("sleepUntil");
    return bridge.threads.beginSleep(bridge, deadlineNanos, bridge.runtime.nanoTime());
  }

  /**
   * After a park: whether the sleep is over, and then its lag is recorded. An interrupt or the end
   * of a limit ends it, by an exception.
   */
  private static boolean isOver(ThreadSleep sleep) throws InterruptedException {
    Limit limit = Frame.currentLimit();
    try {
      BlockedThread.throwIfOver(limit);
    } catch (InterruptedException e) {
      sleep.cancel();
      throw e;
    }
    if (!sleep.isOver()) {
      return false;
    }
    BlockedThread.throwIfOver(limit); // by what came before the timer fired
    sleep.recordResumeLag();
    return true;
  }
}
