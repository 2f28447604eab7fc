package dev.escapement.benchmarks.workloads;

import java.util.List;
import java.util.Optional;

/** Everything that can be measured. */
public final class Catalog {
  /** All workloads, in the order of their names. */
  public static final List<Workload> ALL =
      List.of(
          new EqualTimers(),
          new TimerLag(),
          new ScheduleAndCancel(),
          new RandomTimers(),
          new Handover(),
          new Idle(),
          new Sleepers(),
          new Timeouts(),
          new LagUnderLoad(),
          new Growth());

  private Catalog() {}

  /** The workload of that name. */
  public static Optional<Workload> find(String id) {
    return ALL.stream().filter(workload -> workload.id().equals(id)).findFirst();
  }
}
