package dev.escapement.loom.contract;

import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.sim.Simulation;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** Where a test's blocking code runs: in real time, or on a thread of a simulation. */
sealed interface World extends AutoCloseable {
  /** Blocking code. */
  interface Body {
    void run() throws Exception;
  }

  LoomBridge bridge();

  TaskRuntime runtime();

  void run(Body body) throws Exception;

  @Override
  void close();

  /** Real time; the test's own thread runs the body. */
  final class Real implements World {
    private final TaskRuntime runtime = TaskRuntime.start();
    private final LoomBridge bridge = LoomBridge.of(runtime);

    @Override
    public LoomBridge bridge() {
      return bridge;
    }

    @Override
    public TaskRuntime runtime() {
      return runtime;
    }

    @Override
    public void run(Body body) throws Exception {
      body.run();
    }

    @Override
    public void close() {
      runtime.close();
    }
  }

  /** Virtual time. */
  final class Virtual implements World {
    private final Simulation simulation;
    private final LoomBridge bridge;

    Virtual(long seed, Duration lateness, long origin) {
      simulation = Simulation.builder().seed(seed).lateness(lateness).origin(origin).build();
      bridge = LoomBridge.of(simulation.runtime());
    }

    @Override
    public LoomBridge bridge() {
      return bridge;
    }

    @Override
    public TaskRuntime runtime() {
      return simulation.runtime();
    }

    @Override
    public void run(Body body) throws Exception {
      try {
        boolean ran =
            simulation.run(
                bridge.blocking(
                    () -> {
                      body.run();
                      return true;
                    }));
        assert ran;
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case Exception cause -> throw cause;
          case Error cause -> throw cause;
          default -> throw e;
        }
      }
    }

    @Override
    public void close() {
      simulation.close();
    }
  }
}
