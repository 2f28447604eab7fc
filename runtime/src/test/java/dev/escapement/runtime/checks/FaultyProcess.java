package dev.escapement.runtime.checks;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What {@link ProcessFaultsCheck} starts. */
final class FaultyProcess {
  private static final int TIMERS = 10_000;
  private static final Duration RANGE = Duration.ofSeconds(3);

  private FaultyProcess() {}

  public static void main(String[] args) throws InterruptedException {
    TaskRuntime runtime = TaskRuntime.start();
    switch (args[0]) {
      case "suspended" -> fireAll(runtime);
      case "pending" -> leavePending(runtime);
      default -> closeInAHook(runtime);
    }
  }

  private static void fireAll(TaskRuntime runtime) throws InterruptedException {
    var early = new AtomicInteger();
    var outOfOrder = new AtomicInteger();
    var last = new long[1]; // the carrier's
    var fired = new AtomicInteger();
    var all = new CountDownLatch(TIMERS);
    long start = runtime.nanoTime() + Duration.ofSeconds(5).toNanos();
    long range = RANGE.toNanos();
    for (int i = 0; i < TIMERS; i++) {
      long due = start + i * 7919L % TIMERS * range / TIMERS;
      runtime.spawn(
          new AtDeadline(
              runtime.sleep(Duration.ofNanos(due - runtime.nanoTime())),
              deadline -> {
                early.addAndGet(runtime.nanoTime() < deadline ? 1 : 0);
                outOfOrder.addAndGet(deadline < last[0] ? 1 : 0);
                last[0] = deadline;
                fired.incrementAndGet();
                all.countDown();
              }));
    }
    // a sleep that is first polled after its deadline is outside the order
    while (runtime.snapshot().timers().pending() < TIMERS) {
      if (runtime.nanoTime() >= start) {
        throw new IllegalStateException("the machine is too slow to arm the timers in time");
      }
      LockSupport.parkNanos(1_000_000);
    }
    System.out.println("armed");
    all.await();
    runtime.close();
    System.out.printf(
        "fired %d, early %d, out of order %d%n", fired.get(), early.get(), outOfOrder.get());
  }

  private static void leavePending(TaskRuntime runtime) {
    for (int i = 0; i < TIMERS; i++) {
      runtime.schedule(Duration.ofHours(1), () -> {});
    }
    System.out.println("armed");
  }

  private static void closeInAHook(TaskRuntime runtime) {
    List<JoinHandle<?>> handles = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      handles.add(runtime.spawn(context -> Poll.pending()));
    }
    Thread hook =
        new Thread(
            () -> {
              runtime.close();
              long cancelled =
                  handles.stream().filter(h -> h.toCompletableFuture().isCancelled()).count();
              System.out.println("closed in the hook: " + cancelled + " tasks cancelled");
            });
    Runtime.getRuntime().addShutdownHook(hook);
    System.out.println("armed");
  }
}
