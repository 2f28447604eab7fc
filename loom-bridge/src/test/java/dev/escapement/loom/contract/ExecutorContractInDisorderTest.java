package dev.escapement.loom.contract;

import dev.escapement.loom.LoomBridge;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** Another order among what is ready, everything late, and a clock that starts below zero. */
class ExecutorContractInDisorderTest extends ExecutorContract {
  @Override
  World world() {
    return new World.Virtual(42, Duration.ofMillis(1), Long.MIN_VALUE);
  }

  @Override
  ScheduledExecutorService executor(LoomBridge bridge) {
    return bridge.scheduledExecutor();
  }
}
