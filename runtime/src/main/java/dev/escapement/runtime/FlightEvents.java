package dev.escapement.runtime;

import jdk.jfr.FlightRecorder;

/**
 * The door to the flight recorder. The classes of the events are loaded only once there is one:
 * without, the JDK takes long to make them ready, and the carrier would pay for it as it fires.
 */
final class FlightEvents {
  private FlightEvents() {}

  /** Where a recording runs already, no timer has to wait for the classes. */
  static void prepare() {
    if (FlightRecorder.isInitialized()) {
      boolean _ = TimerLagEvent.isWanted();
    }
  }

  static void timerFired(Carrier carrier, long lagNanos) {
    if (FlightRecorder.isInitialized()) {
      TimerLagEvent.fired(carrier, lagNanos);
    }
  }

  static void stalled(
      Carrier stalled, Thread carrier, long thresholdNanos, StackTraceElement[] stack) {
    if (FlightRecorder.isInitialized()) {
      CarrierStallEvent.noticed(stalled, carrier, thresholdNanos, stack);
    }
  }

  static void clockJumped(Carrier carrier, long millis) {
    if (FlightRecorder.isInitialized()) {
      ClockJumpEvent.seen(carrier, millis);
    }
  }
}
