package dev.escapement.benchmarks.workloads;

import java.util.concurrent.TimeUnit;

/** The fleets that several workloads send out. */
final class Fleets {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(1_100);
  private static final int WARM_UPS = 15;

  private Fleets() {}

  /*
   * A tenth of each in a tenth of the time comes first, several times: code that was compiled before
   * the first timer had fired has to be thrown away once, and virtual threads that are frozen in it
   * are slow to wake. And while the compiler is at work it takes a processor from who arms.
   */

  /** All of one second. */
  static Fleet.Passed equal(Fleet fleet, int count) throws Wrong, InterruptedException {
    for (int i = 0; i < WARM_UPS; i++) {
      var _ = fleet.run(count / 10, 1, SECOND / 10, timer -> SECOND / 10);
    }
    return fleet.run(count, 1, SECOND, timer -> SECOND);
  }

  /** From 100 to 1,100 ms. */
  static Fleet.Passed random(Fleet fleet, int count, int threads)
      throws Wrong, InterruptedException {
    var shorter = new Spread(count / 10, SHORTEST / 10, LONGEST / 10);
    for (int i = 0; i < WARM_UPS; i++) {
      var _ = fleet.run(count / 10, threads, LONGEST / 10, shorter);
    }
    return fleet.run(count, threads, LONGEST, new Spread(count, SHORTEST, LONGEST));
  }
}
