package dev.escapement.loom.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * With one JDK carrier: equal deadlines wake in registration order, and a time limit fires while
 * that carrier is busy.
 */
class OneCarrierCheck {
  private static final List<String> FLAGS =
      List.of(
          "-Djdk.virtualThreadScheduler.parallelism=1",
          "-Djdk.virtualThreadScheduler.maxPoolSize=1",
          "--enable-native-access=ALL-UNNAMED");
  private static final double BAR_MILLIS = 1_500;

  @Test
  void equalDeadlines_wakeInRegistrationOrder() throws Exception {
    Map<String, Double> displaced = FreshJvm.run(FLAGS, OneCarrier.class, "order");
    System.out.printf(
        "20 times 1,000 virtual threads with one deadline: not in their place by the bridge %.0f"
            + " (bar 0), by Thread.sleep %.0f%n",
        displaced.get("bridge"), displaced.get("jdk"));
    assertEquals(0, displaced.get("bridge"));
  }

  @Test
  void limit_whileTheOnlyCarrierSpinsForThreeSeconds_hasFiredLongBefore() throws Exception {
    Map<String, Double> at = FreshJvm.run(FLAGS, OneCarrier.class, "busy");
    System.out.printf(
        "withTimeout(100 ms) with the only carrier busy for 3 s: interrupted after %.0f ms, its"
            + " task cancelled after %.0f ms (bar %.0f), it ran again after %.0f ms%n",
        at.get("interrupted"), at.get("cancelled"), BAR_MILLIS, at.get("resumed"));
    assertTrue(at.get("interrupted") < BAR_MILLIS, "interrupted");
    assertTrue(at.get("cancelled") < BAR_MILLIS, "cancelled");
    assertTrue(at.get("resumed") > 2_900, "the carrier was not busy");
  }
}
