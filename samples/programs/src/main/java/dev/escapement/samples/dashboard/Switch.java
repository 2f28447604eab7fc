package dev.escapement.samples.dashboard;

/** A disturbance that can be switched on and off by any thread; never waits for the loop. */
interface Switch {
  boolean isOn();

  /** Does nothing if it is so already. */
  void turn(boolean on);
}
