package dev.escapement.runtime;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.SettingDefinition;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A timer that fired late, for a flight recording. */
@Name("dev.escapement.TimerLag")
@Label("Timer Lag")
@Description("A timer fired later than the lag threshold")
@Category("Escapement")
@Enabled(false)
@StackTrace(false)
final class TimerLagEvent extends Event {
  /** Tells whether a recording wants such events; never written itself. */
  private static final TimerLagEvent PROBE = new TimerLagEvent("", 0);

  @Label("Runtime")
  final String runtime;

  @Label("Lag")
  @Description("From the deadline to the firing, on the runtime's clock")
  @Timespan(Timespan.NANOSECONDS)
  final long lag;

  private TimerLagEvent(String runtime, long lagNanos) {
    this.runtime = runtime;
    this.lag = lagNanos;
  }

  static boolean isWanted() {
    return PROBE.isEnabled();
  }

  static void fired(Carrier carrier, long lagNanos) {
    if (isWanted()) {
      new TimerLagEvent(carrier.name, lagNanos).commit();
    }
  }

  @SettingDefinition
  @Name("lagThreshold")
  @Label("Lag Threshold")
  @Description("Only timers later than this are recorded")
  @Timespan
  boolean isBeyond(LagThreshold threshold) {
    return lag > threshold.nanos();
  }
}
