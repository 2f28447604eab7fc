package dev.escapement.loom.contract;

import dev.escapement.loom.LoomBridge;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The contract is the JDK's. */
class ExecutorContractOfTheJdkTest extends ExecutorContract {
  @Override
  World world() {
    return new World.Real();
  }

  @Override
  ScheduledExecutorService executor(LoomBridge bridge) {
    return new ScheduledThreadPoolExecutor(4);
  }
}
