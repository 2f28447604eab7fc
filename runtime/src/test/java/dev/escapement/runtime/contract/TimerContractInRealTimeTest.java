package dev.escapement.runtime.contract;

class TimerContractInRealTimeTest extends TimerContract {
  @Override
  World world() {
    return new World.Real();
  }
}
