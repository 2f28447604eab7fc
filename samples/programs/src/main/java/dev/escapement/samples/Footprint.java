package dev.escapement.samples;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** How much heap a sleeping job takes: its task, handle and timer, and its place in every array. */
final class Footprint {
  /** Fewer would be lost among what else comes and goes on the heap. */
  static final int LEAST_JOBS = 100_000;

  private static final int GC_ROUNDS = 8;

  private Footprint() {}

  static long bytesPerSleepingJob(int jobs) throws ExecutionException, InterruptedException {
    try (TaskRuntime runtime = TaskRuntime.builder().name("footprint").build();
        Lines lines = Lines.unseen()) {
      var plan = new Job.Plan(Duration.ofHours(1), lines);
      long before = heapUsed();
      var handles = new JoinHandle<?>[jobs];
      for (int i = 0; i < jobs; i++) {
        handles[i] = runtime.spawn(new Job(plan, i + 1));
      }
      runtime.blockOn(Tasks.yieldNow()); // comes behind all of them, so each is asleep by now
      long after = heapUsed();
      long asleep = runtime.snapshot().timers().scheduled();
      if (asleep != jobs || handles[jobs - 1].isDone()) {
        throw new IllegalStateException(asleep + " of " + jobs + " jobs are asleep");
      }
      return Math.ceilDiv(after - before, jobs);
    }
  }

  /** Collects garbage until that changes nothing any more. */
  static long heapUsed() {
    Runtime jvm = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < GC_ROUNDS; i++) {
      System.gc();
      long now = jvm.totalMemory() - jvm.freeMemory();
      if (now >= used) {
        return now;
      }
      used = now;
    }
    return used;
  }
}
