package dev.escapement.runtime;

import jdk.jfr.FlightRecorder;

/**
 * The door to the flight recorder. The classes of the events are loaded only once there is one: as
 * the JDK makes them ready, the first of them takes 10 ms with a recorder, and 150 ms without.
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
