package dev.escapement.loom.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * 200 virtual threads sleep, time out, interrupt and cancel one another: the same seed has the same
 * trace, 1,000 times in one JVM and in 20 others with other heaps, collectors and schedulers.
 */
class SameTraceCheck {
  private static final int THREADS = 200;
  private static final long SEED = 7;
  private static final int REPEATS = 1_000;

  private static final List<List<String>> FLAGS =
      List.of(
          List.of(),
          List.of("-Xmx64m", "-XX:+UseSerialGC"),
          List.of("-Xmx1g", "-XX:+UseParallelGC"),
          List.of("-Xmx512m", "-XX:+UseZGC"),
          List.of("-XX:+UseG1GC", "-XX:-UseCompressedOops"),
          List.of("-Xint"),
          List.of("-XX:TieredStopAtLevel=1"),
          List.of("-XX:hashCode=2"),
          List.of("-Xss2m", "-XX:ActiveProcessorCount=1"),
          List.of("-XX:ActiveProcessorCount=8"));

  @Test
  void sameSeed_inOneJvm_hasTheSameTrace() throws Exception {
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < REPEATS; i++) {
      seen.add(ManyThreads.run(SEED, THREADS));
    }
    System.out.printf("%d runs of seed %d in one JVM: %d traces%n", REPEATS, SEED, seen.size());
    assertEquals(1, seen.size(), seen::toString);
  }

  @Test
  void otherSeeds_haveOtherTraces() throws Exception {
    Set<String> seen = new TreeSet<>();
    for (int seed = 0; seed < 50; seed++) {
      seen.add(ManyThreads.run(seed, THREADS));
    }
    System.out.printf("50 seeds: %d traces%n", seen.size());
    assertEquals(50, seen.size());
  }

  @Test
  void sameSeed_inOtherJvms_hasTheSameTrace() throws Exception {
    String here = ManyThreads.run(SEED, THREADS);
    int others = 0;
    for (List<String> flags : FLAGS) {
      for (int parallelism : List.of(1, 3)) {
        List<String> all =
            new java.util.ArrayList<>(
                List.of(
                    "-XX:+UnlockExperimentalVMOptions",
                    "-Djdk.virtualThreadScheduler.parallelism=" + parallelism));
        all.addAll(flags);
        String there =
            FreshJvm.print(
                all, ManyThreadsMain.class, Long.toString(SEED), Integer.toString(THREADS));
        assertEquals(here, there.strip(), all::toString);
        others++;
      }
    }
    System.out.printf("%d fresh JVMs: the same trace as here, %s%n", others, here);
    assertTrue(others >= 20);
  }
}
