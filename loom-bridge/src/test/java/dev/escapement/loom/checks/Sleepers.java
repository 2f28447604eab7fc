package dev.escapement.loom.checks;

import com.sun.management.OperatingSystemMXBean;
import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.TaskRuntime;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Virtual threads that sleep at once, by the bridge or by the JDK: memory, wall time, CPU time. */
final class Sleepers {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration NAP = Duration.ofSeconds(1);

  /** One way to sleep. */
  private interface Sleeping {
    void sleep(Duration duration) throws InterruptedException;
  }

  private Sleepers() {}

  public static void main(String[] args) throws Exception {
    int n = Integer.parseInt(args[1]);
    boolean footprint = args[2].equals("heap");
    TaskRuntime runtime = TaskRuntime.start();
    LoomBridge bridge = LoomBridge.of(runtime);
    Sleeping sleeping = args[0].equals("bridge") ? bridge::sleep : Sleepers::sleepByTheJdk;
    if (footprint) {
      heap(n, sleeping);
    } else {
      time(n, sleeping, runtime);
    }
    System.exit(0);
  }

  /** The peer. */
  private static void sleepByTheJdk(Duration duration) throws InterruptedException {
    Peer.sleep(duration);
  }

  private static void heap(int n, Sleeping sleeping) throws InterruptedException {
    long before = heapUsed();
    var begun = new AtomicInteger();
    for (int i = 0; i < n; i++) {
      Thread.startVirtualThread(
          () -> {
            begun.incrementAndGet();
            try {
              sleeping.sleep(LONG);
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          });
    }
    while (begun.get() < n) {
      Peer.sleep(Duration.ofMillis(10));
    }
    Peer.sleep(NAP); // the last ones are about to block
    System.out.println("heap=" + (heapUsed() - before) / (double) n);
  }

  private static void time(int n, Sleeping sleeping, TaskRuntime runtime)
      throws InterruptedException {
    var os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var ended = new CountDownLatch(n);
    var early = new AtomicLong();
    long start = System.nanoTime();
    long cpu = os.getProcessCpuTime();
    for (int i = 0; i < n; i++) {
      if (i == n / 2) { // what comes for the first time must not slow down those that sleep
        runtime.schedule(NAP, () -> {});
        runtime.spawn(runtime.sleep(NAP));
      }
      Thread.startVirtualThread(
          () -> {
            long from = System.nanoTime();
            try {
              sleeping.sleep(NAP);
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            if (System.nanoTime() - from < NAP.toNanos()) {
              early.incrementAndGet();
            }
            ended.countDown();
          });
    }
    ended.await();
    System.out.println("wall=" + (System.nanoTime() - start) / 1e6);
    System.out.println("cpu=" + (os.getProcessCpuTime() - cpu) / 1e6);
    System.out.println("early=" + early.get());
  }

  private static long heapUsed() {
    Runtime jvm = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      used = Math.min(used, jvm.totalMemory() - jvm.freeMemory());
    }
    return used;
  }
}
