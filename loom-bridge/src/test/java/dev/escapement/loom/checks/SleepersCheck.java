package dev.escapement.loom.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A million virtual threads sleep one second at once, by the bridge and by {@code Thread.sleep}, in
 * turns and in a fresh JVM each: all end, none early, and the bridge costs no more wall time and no
 * more processor time, although the first callback and the first task of the runtime come when half
 * of them have been started. What each takes of the heap is printed.
 */
class SleepersCheck {
  private static final int THREADS = 1_000_000;
  private static final int ROUNDS = 3;

  /**
   * So often at most: a machine that others use may need more rounds until the medians are known.
   */
  private static final int BATCHES = 3;

  private static final List<String> FLAGS =
      List.of("-Xms5g", "-Xmx5g", "-Xmn3g", "--enable-native-access=ALL-UNNAMED");

  @Test
  void aMillionSleepers_byTheBridge_costNoMoreThanByTheJdk() throws Exception {
    List<Map<String, Double>> bridge = new ArrayList<>();
    List<Map<String, Double>> jdk = new ArrayList<>();
    for (int batch = 0; batch < BATCHES && !isNoDearer(bridge, jdk); batch++) {
      for (int i = 0; i < ROUNDS; i++) {
        bridge.add(run("bridge", "time"));
        jdk.add(run("jdk", "time"));
      }
    }
    double bridgeHeap = run("bridge", "heap").get("heap");
    double jdkHeap = run("jdk", "heap").get("heap");
    System.out.printf(
        "1,000,000 virtual threads sleep 1 s: bridge %.0f ms, %.0f ms CPU, %.0f bytes each;"
            + " Thread.sleep %.0f ms, %.0f ms CPU, %.0f bytes each (medians of %d)%n",
        median(bridge, "wall"),
        median(bridge, "cpu"),
        bridgeHeap,
        median(jdk, "wall"),
        median(jdk, "cpu"),
        jdkHeap,
        jdk.size());
    assertEquals(0, bridge.stream().mapToDouble(run -> run.get("early")).sum(), "early");
    assertTrue(isNoDearer(bridge, jdk), () -> "bridge " + bridge + ", Thread.sleep " + jdk);
  }

  private static boolean isNoDearer(
      List<Map<String, Double>> bridge, List<Map<String, Double>> jdk) {
    return !jdk.isEmpty()
        && median(bridge, "wall") <= median(jdk, "wall")
        && median(bridge, "cpu") <= median(jdk, "cpu");
  }

  private static Map<String, Double> run(String way, String what) throws Exception {
    return FreshJvm.run(FLAGS, Sleepers.class, way, Integer.toString(THREADS), what);
  }

  private static double median(List<Map<String, Double>> runs, String of) {
    List<Double> values = new ArrayList<>(runs.stream().map(run -> run.get(of)).toList());
    Collections.sort(values);
    return values.get(values.size() / 2);
  }
}
