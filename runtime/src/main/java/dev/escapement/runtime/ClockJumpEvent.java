package dev.escapement.runtime;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The wall clock and the monotonic clock went apart, for a flight recording. */
@Name("dev.escapement.ClockJump")
@Label("Clock Jump")
@Description("The machine slept, or its wall clock was set")
@Category("Escapement")
@Enabled(false)
@StackTrace(false)
final class ClockJumpEvent extends Event {
  @Label("Runtime")
  final String runtime;

  @Label("Jump")
  @Description(
      "How far the wall clock went ahead of the monotonic clock; negative if it was set back")
  @Timespan(Timespan.MILLISECONDS)
  final long jump;

  private ClockJumpEvent(String runtime, long jumpMillis) {
    this.runtime = runtime;
    this.jump = jumpMillis;
  }

  static void seen(Carrier carrier, long jumpMillis) {
    new ClockJumpEvent(carrier.name, jumpMillis).commit();
  }
}
