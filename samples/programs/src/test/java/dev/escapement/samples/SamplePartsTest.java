package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.TaskRuntime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the programs on the bridge are made of. */
class SamplePartsTest {
  @Test
  void tokenBucket_inNoWindowMoreThanTheBurstAndTheRate() throws Exception {
    int perSecond = 2_000;
    int burst = 7;
    long gap = 1_000_000_000 / perSecond;
    List<Long> taken = new ArrayList<>();
    try (TaskRuntime runtime = TaskRuntime.start()) {
      LoomBridge bridge = LoomBridge.of(runtime);
      var bucket = new TokenBucket(runtime, perSecond, burst);
      List<JoinHandle<Long>> callers = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        callers.add(bridge.fork("caller-" + i, bucket::take));
      }
      for (JoinHandle<Long> caller : callers) {
        taken.add(caller.join());
      }
    }

    taken.sort(null);
    for (int first = 0; first < taken.size(); first++) {
      for (int last = first; last < taken.size(); last++) {
        long allowed = burst + (taken.get(last) - taken.get(first)) / gap;
        assertTrue(last - first + 1 <= allowed, "from " + first + " to " + last + ": " + taken);
      }
    }
  }

  @Test
  void mostWithin_countsTheEndsOfTheWindow() {
    assertEquals(1, RateLimiter.mostWithin(10, 5));
    assertEquals(2, RateLimiter.mostWithin(10, 0, 10, 21));
    assertEquals(3, RateLimiter.mostWithin(10, 0, 11, 12, 21, 40));
  }

  @Test
  void longer_doublesUpToTheLongest() {
    assertEquals(Duration.ofMillis(40), Retry.longer(Duration.ofMillis(20)));
    assertEquals(Duration.ofMillis(200), Retry.longer(Duration.ofMillis(160)));
    assertEquals(Duration.ofMillis(200), Retry.longer(Duration.ofMillis(200)));
  }

  @Test
  void jittered_isBetweenHalfAndTheWhole() {
    Random random = new Random(1);
    Duration pause = Duration.ofNanos(10);
    List<Long> seen = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      seen.add(Retry.jittered(pause, random).toNanos());
    }
    assertEquals(List.of(5L, 6L, 7L, 8L, 9L, 10L), seen.stream().distinct().sorted().toList());
  }

  @Test
  void inOrder_printsWhatHasNoGapBefore() {
    var bytes = new ByteArrayOutputStream();
    try (var lines = new Lines(new PrintStream(bytes, false, StandardCharsets.UTF_8))) {
      var order = new InOrder(lines);
      assertPrinted("", order, lines, bytes, 2);
      assertPrinted("", order, lines, bytes, 4);
      assertPrinted("1\n2\n", order, lines, bytes, 1);
      assertPrinted("1\n2\n3\n4\n", order, lines, bytes, 3);
      assertPrinted("1\n2\n3\n4\n5\n", order, lines, bytes, 5);
      assertEquals(2, order.overtaken(), "1 and 3");
    }
  }

  private static void assertPrinted(
      String expected, InOrder order, Lines lines, ByteArrayOutputStream bytes, int number) {
    order.bring(number);
    lines.flush();
    assertEquals(expected, bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void leaseServer_grantsToOneAndRefusesLowerTokens() throws Exception {
    try (TaskRuntime runtime = TaskRuntime.start()) {
      var server = new LeaseServer(runtime, Duration.ofMinutes(10));
      assertEquals(1, server.acquire());
      assertEquals(0, server.acquire());
      assertTrue(server.renew(1));
      assertFalse(server.renew(2));
      assertTrue(server.write(1));
      assertTrue(server.write(2));
      assertFalse(server.write(1));

      var expired = new LeaseServer(runtime, Duration.ZERO);
      assertEquals(1, expired.acquire());
      assertFalse(expired.renew(1));
      assertEquals(2, expired.acquire());
    }
  }
}
