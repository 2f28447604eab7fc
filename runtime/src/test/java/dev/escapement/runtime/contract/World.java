package dev.escapement.runtime.contract;

import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.sim.Simulation;
import java.util.concurrent.ExecutionException;

/** A runtime and how a test runs tasks on it: by the system's clock, or by a simulated one. */
public sealed interface World extends AutoCloseable {
  TaskRuntime runtime();

  <T> T run(Task<T> task) throws ExecutionException, InterruptedException;

  @Override
  void close();

  /** Real time; the runtime has a thread of its own. */
  final class Real implements World {
    private final TaskRuntime runtime = TaskRuntime.start();

    @Override
    public TaskRuntime runtime() {
      return runtime;
    }

    @Override
    public <T> T run(Task<T> task) throws ExecutionException, InterruptedException {
      return runtime.blockOn(task);
    }

    @Override
    public void close() {
      runtime.close();
    }
  }

  /** Virtual time. */
  final class Virtual implements World {
    private final Simulation simulation;

    public Virtual(Simulation simulation) {
      this.simulation = simulation;
    }

    @Override
    public TaskRuntime runtime() {
      return simulation.runtime();
    }

    @Override
    public <T> T run(Task<T> task) throws ExecutionException {
      return simulation.run(task);
    }

    @Override
    public void close() {
      simulation.close();
    }
  }
}
