package dev.escapement.loom.checks;

import dev.escapement.runtime.sim.Trace;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether timers have fired in the order of their deadlines, none early, and time has not gone
 * back.
 */
final class LegalTrace {
  private static final Pattern FIRE =
      Pattern.compile("([0-9.]+) s fire a timer due at ([0-9.]+) s");

  private LegalTrace() {}

  static void verify(Trace trace) {
    BigDecimal lastTime = BigDecimal.ZERO;
    BigDecimal lastDue = BigDecimal.ZERO;
    int fired = 0;
    for (String line : trace.lines()) {
      BigDecimal time = new BigDecimal(line.substring(0, line.indexOf(' ')));
      if (time.compareTo(lastTime) < 0) {
        throw new AssertionError("time went back at \"" + line + "\"");
      }
      lastTime = time;
      Matcher fire = FIRE.matcher(line);
      if (fire.matches()) {
        BigDecimal due = new BigDecimal(fire.group(2));
        if (time.compareTo(due) < 0 || due.compareTo(lastDue) < 0) {
          throw new AssertionError("early, or out of order: \"" + line + "\"");
        }
        lastDue = due;
        fired++;
      }
    }
    if (fired == 0) {
      throw new AssertionError("no timer is in the trace: " + trace);
    }
  }
}
