package dev.escapement.benchmarks.workloads;

import java.util.concurrent.TimeUnit;

/** The fleets that several workloads send out. */
final class Fleets {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(1_100);
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(50);

  private Fleets() {}

  /** A tenth of what is to come, so that the compiler has seen it. */
  static void warmUp(Fleet fleet, int count) throws Wrong, InterruptedException {
    var _ = fleet.run(count / 10, 1, SHORT, timer -> SHORT);
  }

  /** All of one second. */
  static Fleet.Passed equal(Fleet fleet, int count) throws Wrong, InterruptedException {
    return fleet.run(count, 1, SECOND, timer -> SECOND);
  }

  /** From 100 to 1,100 ms. */
  static Fleet.Passed random(Fleet fleet, int count, int threads)
      throws Wrong, InterruptedException {
    return fleet.run(count, threads, LONGEST, new Spread(count, SHORTEST, LONGEST));
  }
}
