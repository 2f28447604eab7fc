package dev.escapement.benchmarks.workloads;

import java.util.Locale;

/** How much a workload does. */
public enum Size {
  /** As the workload is defined. */
  FULL,
  /** A look at it. */
  QUICK;

  int of(int full, int quick) {
    return this == FULL ? full : quick;
  }

  double of(double full, double quick) {
    return this == FULL ? full : quick;
  }

  /** The name in arguments and files. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
