package dev.escapement.metrics.checks;

import java.time.Instant;
import java.util.Map;

/** An alert as Prometheus tells it: pending or firing. */
record Alert(Map<String, String> labels, String state, Instant activeAt, String summary) {
  String name() {
    return labels.getOrDefault("alertname", "");
  }

  String runtime() {
    return labels.getOrDefault("runtime", "");
  }
}
