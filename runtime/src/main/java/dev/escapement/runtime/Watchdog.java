package dev.escapement.runtime;

import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   active, ending      any thread           any thread      guarded by LOCK; active also read volatile by alert   [E1]
 *   asleep              watchdog, carriers   both            volatile                                              [E1]
 *   stopped             unwatch              watchdog        volatile
 *   watched             any thread           watchdog        copy on write
 *   fields of Watched   watchdog             watchdog        plain, confined
 * Ordering
 *   E1  watchdog: set asleep, then look whether any carrier is awake.  carrier: announce that it is awake (Inbox.nextWake, unless
 *       who woke it has done so), then look at asleep. All volatile: the watchdog does not sleep while a poll that nobody
 *       watches begins.
 * Evidence   StallTest, StalledHookTest. Race: WatchdogSleepRace (E1)
 */
/**
 * One thread for all runtimes that notices polls which do not end. Asleep while nothing is polled.
 */
final class Watchdog implements Runnable {
  private static final Object LOCK = new Object();
  private static final int LOOKS_PER_THRESHOLD = 4;

  private static volatile @Nullable Watchdog active;
  private static @Nullable Thread ending;

  private final List<Watched> watched = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean stopped;

  private Watchdog() {
    thread =
        Thread.ofPlatform()
            .name("escapement-watchdog")
            .daemon()
            .inheritInheritableThreadLocals(false)
            .unstarted(this);
    thread.setContextClassLoader(null); // that of whoever came first would be kept
  }

  /**
   * From now on, a poll of this carrier that lasts longer is counted, and logged once with its
   * stack.
   */
  static void watch(Carrier carrier, long thresholdNanos) {
    if (carrier.time.isVirtual()) {
      return;
    }
    synchronized (LOCK) {
      Watchdog dog = active;
      if (dog == null) {
        dog = new Watchdog();
        dog.thread.start();
        active = dog;
      }
      dog.watched.add(new Watched(carrier, thresholdNanos));
      dog.rouse();
    }
  }

  /** The last one to go lets the thread end. */
  static void unwatch(Carrier carrier) {
    synchronized (LOCK) {
      Watchdog dog = active;
      if (dog != null
          && dog.watched.removeIf(w -> w.carrier.refersTo(carrier))
          && dog.watched.isEmpty()) {
        active = null;
        ending = dog.thread;
        dog.stopped = true;
        LockSupport.unpark(dog.thread);
      }
    }
  }

  /** Waits for a thread that was let go. */
  static void awaitEnd() {
    Thread last;
    synchronized (LOCK) {
      last = ending;
      ending = null;
    }
    if (last != null) {
      Threads.joinUninterruptibly(last);
    }
  }

  /** A carrier, awake and about to call user code. */
  static void alert() {
    Watchdog dog = active;
    if (dog != null && dog.asleep) {
      dog.rouse();
    }
  }

  private void rouse() {
    asleep = false;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    while (!stopped) {
      Thread.interrupted(); // it means nothing here, and would make every park return at once
      watched.removeIf(w -> w.carrier.refersTo(null));
      long pause = Long.MAX_VALUE;
      boolean busy = false;
      for (Watched w : watched) {
        Carrier carrier = w.carrier.get();
        if (carrier != null) {
          busy |= w.look(carrier, System.nanoTime());
        }
        pause = Math.min(pause, w.pause);
      }
      if (busy) {
        LockSupport.parkNanos(this, pause);
      } else {
        sleep();
      }
    }
  }

  private void sleep() {
    asleep = true;
    while (asleep && !stopped) {
      Thread.interrupted();
      if (watched.stream().anyMatch(Watched::isAwake)) {
        asleep = false;
      } else {
        LockSupport.park(this);
      }
    }
  }

  /** A carrier, held weakly: a runtime without a thread of its own may be dropped without close. */
  private static final class Watched {
    final WeakReference<Carrier> carrier;
    final long pause;
    private final long threshold;
    private long lastProgress = -1;
    private long lastLook = System.nanoTime();
    private long unchanged;
    private boolean reported;

    Watched(Carrier carrier, long threshold) {
      this.carrier = new WeakReference<>(carrier);
      this.threshold = threshold;
      this.pause = Math.max(1, threshold / LOOKS_PER_THRESHOLD);
    }

    boolean isAwake() {
      Carrier known = carrier.get();
      return known != null && isAwake(known);
    }

    private static boolean isAwake(Carrier carrier) {
      return carrier.thread() != null && !carrier.inbox.isIdle();
    }

    /**
     * Returns whether the carrier was or is busy. Time in which this thread stood still as well
     * does not count.
     */
    boolean look(Carrier carrier, long now) {
      long progress = carrier.counters.progress();
      long elapsed = Math.min(now - lastLook, 2 * pause);
      lastLook = now;
      if (progress != lastProgress || !isAwake(carrier)) {
        boolean changed = progress != lastProgress;
        lastProgress = progress;
        unchanged = 0;
        reported = false;
        return changed;
      }
      unchanged += elapsed;
      if (unchanged >= threshold && !reported) {
        reported = true;
        report(carrier);
      }
      return true;
    }

    private void report(Carrier carrier) {
      carrier.counters.stalls.incrementAndGet();
      Thread stuck = carrier.thread();
      if (stuck == null) {
        return;
      }
      StackTraceElement[] stack = stuck.getStackTrace();
      FlightEvents.stalled(carrier, stuck, threshold, stack);
      IllegalStateException where = new IllegalStateException("the carrier's stack");
      where.setStackTrace(stack);
      CallOuts.log(
          Level.WARNING,
          carrier.label()
              + " is stalled: a poll or callback on thread '"
              + stuck.getName()
              + "' has lasted longer than "
              + threshold / 1_000_000
              + " ms; its timers are late meanwhile",
          where);
    }
  }
}
