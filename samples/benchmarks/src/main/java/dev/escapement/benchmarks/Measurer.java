package dev.escapement.benchmarks;

import dev.escapement.benchmarks.workloads.Contender;
import dev.escapement.benchmarks.workloads.Size;
import dev.escapement.benchmarks.workloads.Workload;
import java.io.IOException;
import java.nio.file.Path;

/** Lets a contender run a workload once. */
interface Measurer {
  Outcome measure(Workload workload, Contender contender, Size size)
      throws IOException, InterruptedException;

  /** Each in a process of its own. */
  static Measurer byProcesses(Path directory) {
    var floor = new CFloorProcess(directory);
    return (workload, contender, size) ->
        switch (contender) {
          case Contender.Jvm jvm -> ChildProcess.measure(workload, jvm, size);
          case Contender.CFloor c -> floor.measure(c, size);
        };
  }
}
