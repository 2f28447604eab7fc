package dev.escapement.metrics.checks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A made-up minute of one runtime, with a sample of each series a second in the notation of
 * promtool, and the verdict that it deserves. It begins as a healthy one.
 */
record Situation(String name, int verdict, Map<String, String> series) {
  static final String LAG_UP_TO_1_MS = "escapement_timer_lag_seconds_bucket le=0.001";
  static final String ALL_LAG = "escapement_timer_lag_seconds_bucket le=+Inf";
  static final String LAG_SUM = "escapement_timer_lag_seconds_sum";
  static final String OVERDUE = "escapement_timer_overdue_seconds";
  static final String RESUME_LAG_UP_TO_1_MS = "escapement_resume_lag_seconds_bucket le=0.001";
  static final String SCHEDULER_DELAY = "escapement_scheduler_delay_seconds";
  static final String LONGEST_POLL = "escapement_poll_duration_seconds_max";
  static final String BUSY = "escapement_carrier_busy_seconds_total";
  static final String STALLS = "escapement_carrier_stalls_total";
  static final String WAITING = "escapement_carrier_runqueue_seconds_total";
  static final String THROTTLED = "escapement_container_throttled_seconds_total";

  private static final Map<String, String> HEALTHY =
      Map.ofEntries(
          Map.entry(LAG_UP_TO_1_MS, "0+100x60"),
          Map.entry("escapement_timer_lag_seconds_bucket le=0.05", "0+100x60"),
          Map.entry(ALL_LAG, "0+100x60"),
          Map.entry("escapement_timer_lag_seconds_count", "0+100x60"),
          Map.entry(LAG_SUM, "0+0.01x60"),
          Map.entry(OVERDUE, "0x60"),
          Map.entry(RESUME_LAG_UP_TO_1_MS, "0+100x60"),
          Map.entry("escapement_resume_lag_seconds_bucket le=0.05", "0+100x60"),
          Map.entry("escapement_resume_lag_seconds_bucket le=+Inf", "0+100x60"),
          Map.entry(SCHEDULER_DELAY, "0.0001x60"),
          Map.entry(LONGEST_POLL, "0.0001x60"),
          Map.entry(BUSY, "0+0.2x60"),
          Map.entry("escapement_carrier_parks_total", "0+100x60"),
          Map.entry(STALLS, "0x60"),
          Map.entry(WAITING, "0+0.001x60"),
          Map.entry(THROTTLED, "0x60"),
          Map.entry("escapement_lag_mode mode=precise", "1x60"));

  static Situation of(String name, int verdict) {
    return new Situation(name, verdict, HEALTHY);
  }

  Situation with(String changed, String values) {
    Map<String, String> all = new HashMap<>(series);
    if (all.put(changed, values) == null) {
      throw new IllegalArgumentException(changed);
    }
    return new Situation(name, verdict, all);
  }

  /** Two of a hundred timers are late, by 10 to 50 ms. */
  Situation withLateTimers() {
    return with(LAG_UP_TO_1_MS, "0+98x60").with(LAG_SUM, "0+0.06x60");
  }

  Situation withLateThreads() {
    return with(RESUME_LAG_UP_TO_1_MS, "0+98x60");
  }

  /** On a machine that does not tell what the container and the carrier waited for. */
  Situation untold() {
    Map<String, String> fewer = new HashMap<>(series);
    fewer.keySet().removeAll(List.of(WAITING, THROTTLED));
    return new Situation(name + ", untold", verdict, fewer);
  }

  Situation withVerdict(int other) {
    return new Situation(name, other, series);
  }

  /** The unit test that promtool is given, as an object for JSON, which is YAML. */
  Map<String, Object> asTest(String expression) {
    List<Map<String, String>> input =
        series.entrySet().stream()
            .map(entry -> Map.of("series", selector(entry.getKey()), "values", entry.getValue()))
            .toList();
    Map<String, Object> expected = Map.of("labels", selector(""), "value", verdict);
    Map<String, Object> asked =
        Map.of("expr", expression, "eval_time", "60s", "exp_samples", List.of(expected));
    Map<String, Object> test =
        Map.of("interval", "1s", "input_series", input, "promql_expr_test", List.of(asked));
    return Map.of("rule_files", List.of(), "evaluation_interval", "1s", "tests", List.of(test));
  }

  /** Of {@code name} or {@code name label=value}. */
  private static String selector(String series) {
    String labels = "runtime=\"r\", instance=\"i\"";
    int space = series.indexOf(' ');
    if (space < 0) {
      return series + "{" + labels + "}";
    }
    String more = series.substring(space + 1).replace("=", "=\"") + "\"";
    return series.substring(0, space) + "{" + labels + ", " + more + "}";
  }
}
