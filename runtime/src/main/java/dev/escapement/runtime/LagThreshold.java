package dev.escapement.runtime;

import java.time.Duration;
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
 * ms}. Of several recordings the lowest counts.
 */
final class LagThreshold extends SettingControl {
  private static final String DEFAULT = "10 ms";
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ns|us|ms|s)");

  private volatile String value = DEFAULT;
  private volatile long nanos = parse(DEFAULT);

  LagThreshold() {}

  @Override
  public String combine(Set<String> values) {
    return values.stream().min(Comparator.comparingLong(LagThreshold::parse)).orElse(DEFAULT);
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
          "lagThreshold is '" + value + "'; allowed is a whole number and ns, us, ms or s");
    }
    long number = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ns" -> number;
      case "us" -> Duration.ofNanos(number * 1_000).toNanos();
      case "ms" -> Duration.ofMillis(number).toNanos();
      default -> Duration.ofSeconds(number).toNanos();
    };
  }
}
