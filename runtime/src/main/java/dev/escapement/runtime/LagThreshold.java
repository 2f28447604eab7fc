package dev.escapement.runtime;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.SettingControl;

/*
 * Ownership
 *   value, nanos    whoever sets up a recording    any thread, carriers    volatile, apart: nothing relies on both
 */
/**
 * From how much lag on {@link TimerLagEvent} is recorded: a number and its unit, such as {@code 10
 * ms}. Of several recordings the lowest counts. A value that cannot be read is told in the JDK's
 * log, and changes nothing.
 */
final class LagThreshold extends SettingControl {
  private static final String DEFAULT = "10 ms";
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ns|us|ms|s|m|h|d)");

  private volatile String value = DEFAULT;
  private volatile long nanos = parse(DEFAULT);

  LagThreshold() {}

  /** Throws nothing: the JDK does not expect it here. */
  @Override
  public String combine(Set<String> values) {
    return values.stream()
        .filter(each -> FORM.matcher(each.strip()).matches())
        .min(Comparator.comparingLong(LagThreshold::parse))
        .orElseGet(() -> values.stream().findFirst().orElse(DEFAULT));
  }

  @Override
  public void setValue(String value) {
    nanos = parse(value);
    this.value = value;
  }

  @Override
  public String getValue() {
    return value;
  }

  long nanos() {
    return nanos;
  }

  private static long parse(String value) {
    Matcher form = FORM.matcher(value.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "lagThreshold is '"
              + value
              + "'; allowed is a whole number and ns, us, ms, s, m, h or d");
    }
    ChronoUnit unit =
        switch (form.group(2)) {
          case "ns" -> ChronoUnit.NANOS;
          case "us" -> ChronoUnit.MICROS;
          case "ms" -> ChronoUnit.MILLIS;
          case "s" -> ChronoUnit.SECONDS;
          case "m" -> ChronoUnit.MINUTES;
          case "h" -> ChronoUnit.HOURS;
          default -> ChronoUnit.DAYS;
        };
    return Deadlines.nanos(Duration.of(Long.parseLong(form.group(1)), unit));
  }
}
