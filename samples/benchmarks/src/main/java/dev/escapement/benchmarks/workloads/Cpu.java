package dev.escapement.benchmarks.workloads;

/** Processor time of the whole process, and wall time, from one moment on. */
final class Cpu {
  private final long cpu = ProcessClock.nanos();
  private final long start = System.nanoTime();

  double seconds() {
    return (ProcessClock.nanos() - cpu) / 1e9;
  }

  double wallSeconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
