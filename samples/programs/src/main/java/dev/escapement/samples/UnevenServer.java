package dev.escapement.samples;

import dev.escapement.loom.Loom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Answers most requests in 10 to 20 ms, and exactly 3 of 100 in a second, in random order. Any
 * thread of a bridge may ask.
 */
final class UnevenServer {
  private static final int ROUND = 100;
  private static final int SLOW = 3;

  private final List<Duration> latencies = new ArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();

  UnevenServer(RandomGenerator random) {
    for (int i = 0; i < ROUND; i++) {
      latencies.add(Duration.ofMillis(i < SLOW ? 1_000 : random.nextInt(10, 20)));
    }
    Collections.shuffle(latencies, Random.from(random));
  }

  int answer() throws InterruptedException {
    int number = asked.getAndIncrement();
    try {
      Loom.sleep(latencies.get(number % ROUND));
    } catch (InterruptedException e) {
      cancelled.incrementAndGet();
      throw e;
    }
    return number;
  }

  /** How many requests were interrupted before they had their answer. */
  int cancelled() {
    return cancelled.get();
  }
}
