package dev.escapement.runtime;

import java.util.Arrays;
import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A poll or callback that does not end, for a flight recording: written while it lasts. */
@Name("dev.escapement.CarrierStall")
@Label("Carrier Stall")
@Description("A poll or callback has lasted longer than the stall threshold, and still does")
@Category("Escapement")
@Enabled(false)
@StackTrace(false) // it would be the watchdog's
final class CarrierStallEvent extends Event {
  @Label("Runtime")
  final String runtime;

  @Label("Carrier")
  final Thread carrier;

  @Label("Threshold")
  @Timespan(Timespan.NANOSECONDS)
  final long threshold;

  @Label("Carrier Stack")
  @Description("Where the carrier was, one frame on a line")
  final String stack;

  private CarrierStallEvent(
      String runtime, Thread carrier, long threshold, StackTraceElement[] stack) {
    this.runtime = runtime;
    this.carrier = carrier;
    this.threshold = threshold;
    this.stack =
        Arrays.stream(stack).map(StackTraceElement::toString).collect(Collectors.joining("\n"));
  }

  static void noticed(
      Carrier stalled, Thread carrier, long thresholdNanos, StackTraceElement[] stack) {
    new CarrierStallEvent(stalled.name, carrier, thresholdNanos, stack).commit();
  }
}
