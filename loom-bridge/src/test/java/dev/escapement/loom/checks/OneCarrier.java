package dev.escapement.loom.checks;

import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Run with a single carrier for all virtual threads. */
final class OneCarrier {
  private OneCarrier() {}

  public static void main(String[] args) throws Exception {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      LoomBridge bridge = LoomBridge.of(runtime);
      if (args[0].equals("order")) {
        order(runtime, bridge);
      } else {
        busy(bridge);
      }
    }
  }

  private interface Sleeping {
    void until(long deadlineNanos) throws InterruptedException;
  }

  /** How often two threads with one deadline run in another order than they went to sleep in. */
  private static void order(TaskRuntime runtime, LoomBridge bridge) throws InterruptedException {
    System.out.println("bridge=" + inversions(runtime, bridge::sleepUntil));
    System.out.println(
        "jdk=" + inversions(runtime, d -> Peer.sleep(Duration.ofNanos(d - runtime.nanoTime()))));
  }

  private static int inversions(TaskRuntime runtime, Sleeping sleeping)
      throws InterruptedException {
    int threads = 1_000;
    int inverted = 0;
    int tried = 0;
    for (int round = 0; round < 20; ) {
      if (++tried > 100) {
        throw new AssertionError("1,000 threads do not get to sleep within 200 ms");
      }
      // One carrier: what these threads do to the lists, they do one after another.
      List<Integer> asleep = new ArrayList<>();
      List<Integer> awake = new ArrayList<>();
      var ended = new CountDownLatch(threads);
      var inTime = new AtomicBoolean(true);
      long deadline = runtime.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
      for (int i = 0; i < threads; i++) {
        int number = i;
        Thread.startVirtualThread(
            () -> {
              asleep.add(number);
              if (runtime.nanoTime() >= deadline) {
                inTime.set(false); // one who comes too late does not sleep at all
              }
              try {
                sleeping.until(deadline);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              awake.add(number);
              ended.countDown();
            });
      }
      ended.await();
      if (inTime.get()) {
        for (int i = 0; i < threads; i++) {
          inverted += asleep.get(i).equals(awake.get(i)) ? 0 : 1;
        }
        round++;
      }
    }
    return inverted;
  }

  /** When a limit fires while the only carrier is busy for three seconds. */
  private static void busy(LoomBridge bridge) throws InterruptedException {
    long spin = TimeUnit.SECONDS.toNanos(3);
    var cancelled = new long[1];
    var taskCancelled = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    var spinning = new CountDownLatch(1);
    Task<Integer> never =
        new Task<>() {
          @Override
          public Poll<Integer> poll(Context context) {
            begun.countDown();
            return Poll.pending();
          }

          @Override
          public void cancel() {
            cancelled[0] = System.nanoTime();
            taskCancelled.countDown();
          }
        };
    var timedOut = new CountDownLatch(1);
    long start = System.nanoTime();
    Thread limited =
        Thread.startVirtualThread(
            () -> {
              try {
                bridge.withTimeout(Duration.ofMillis(100), () -> bridge.await(never));
              } catch (TimeoutException e) {
                timedOut.countDown();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    begun.await();
    Thread.startVirtualThread(
        () -> {
          spinning.countDown();
          long from = System.nanoTime();
          while (System.nanoTime() - from < spin) {
            Thread.onSpinWait();
          }
        });
    spinning.await();
    while (!limited.isInterrupted()) {
      Peer.sleep(Duration.ofMillis(1));
    }
    System.out.println("interrupted=" + (System.nanoTime() - start) / 1e6);
    taskCancelled.await();
    System.out.println("cancelled=" + (cancelled[0] - start) / 1e6);
    timedOut.await();
    System.out.println("resumed=" + (System.nanoTime() - start) / 1e6);
  }
}
