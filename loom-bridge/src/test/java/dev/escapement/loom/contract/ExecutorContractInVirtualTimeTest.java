package dev.escapement.loom.contract;

import dev.escapement.loom.LoomBridge;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

class ExecutorContractInVirtualTimeTest extends ExecutorContract {
  @Override
  World world() {
    return new World.Virtual(0, Duration.ZERO, 0);
  }

  @Override
  ScheduledExecutorService executor(LoomBridge bridge) {
    return bridge.scheduledExecutor();
  }
}
