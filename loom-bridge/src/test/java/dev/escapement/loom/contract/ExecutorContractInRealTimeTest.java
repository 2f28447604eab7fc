package dev.escapement.loom.contract;

import dev.escapement.loom.LoomBridge;
import java.util.concurrent.ScheduledExecutorService;

class ExecutorContractInRealTimeTest extends ExecutorContract {
  @Override
  World world() {
    return new World.Real();
  }

  @Override
  ScheduledExecutorService executor(LoomBridge bridge) {
    return bridge.scheduledExecutor();
  }
}
