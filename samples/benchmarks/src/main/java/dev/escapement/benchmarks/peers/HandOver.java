package dev.escapement.benchmarks.peers;

/** Two tasks on one carrier, or on what comes closest to it. */
public interface HandOver {
  /** Lets the one wake the other and the other the one, so many times; blocks until both ended. */
  void roundTrips(int count) throws InterruptedException;
}
