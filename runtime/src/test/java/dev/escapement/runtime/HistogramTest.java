package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
  private static final double[] SHARES = {0, 0.001, 0.01, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1};

  private static Histogram of(long... values) {
    Histogram.Recorder recorder = new Histogram.Recorder();
    Arrays.stream(values).forEach(recorder::record);
    return recorder.view();
  }

  @Test
  void histogram_noValue_isAllZero() {
    Histogram none = of();
    assertEquals(0, none.count());
    assertEquals(0, none.sumNanos());
    assertEquals(0, none.maxNanos());
    assertEquals(0, none.quantileNanos(0.5));
    assertEquals(0, none.countAtMost(Long.MAX_VALUE));
  }

  @Test
  void histogram_negativeValue_countsAsZero() {
    Histogram one = of(-5);
    assertEquals(1, one.count());
    assertEquals(0, one.sumNanos());
    assertEquals(1, one.countAtMost(0));
  }

  @Test
  void histogram_smallValues_areExact() {
    for (long value = 0; value < 64; value++) {
      Histogram two = of(value, 1_000_000);
      assertEquals(value, two.quantileNanos(0.5));
      assertEquals(1, two.countAtMost(value));
      assertEquals(0, two.countAtMost(value - 1));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 63, 64, 65, 127, 128, 1L << 20, 1L << 40, 1L << 62})
  void bucket_aroundAPowerOfTwo_isAtMostAThirtySecondWide(long edge) {
    for (long value = edge - 1; value <= edge + 1; value++) {
      assertWithinABucket(value, of(value, Long.MAX_VALUE).quantileNanos(0.5));
    }
  }

  @Test
  void bucket_anyMagnitude_isAtMostAThirtySecondWide() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 5_000; i++) {
      long value = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
      assertWithinABucket(value, of(value, Long.MAX_VALUE).quantileNanos(0.5));
    }
  }

  private static void assertWithinABucket(long value, long told) {
    assertTrue(told >= value && told - value <= value / 32, () -> value + " is told as " + told);
  }

  @Test
  void histogram_largestValue_isKept() {
    Histogram one = of(Long.MAX_VALUE);
    assertEquals(Long.MAX_VALUE, one.maxNanos());
    assertEquals(Long.MAX_VALUE, one.quantileNanos(0));
    assertEquals(1, one.countAtMost(Long.MAX_VALUE));
    assertEquals(0, one.countAtMost(Long.MAX_VALUE - 1));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void quantile_randomValues_isWithinAThirtySecondAbove(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] values =
        LongStream.generate(() -> random.nextLong(1L << 50) >>> random.nextInt(50))
            .limit(5_000)
            .toArray();
    Histogram histogram = of(values);
    Arrays.sort(values);
    for (double share : SHARES) {
      long exact = values[Math.max(0, (int) Math.ceil(share * values.length) - 1)];
      long told = histogram.quantileNanos(share);
      assertTrue(told >= exact && told - exact <= exact / 32, () -> exact + " told as " + told);
    }
    assertEquals(values[values.length - 1], histogram.quantileNanos(1));
    assertEquals(values[values.length - 1], histogram.maxNanos());
    assertEquals(values.length, histogram.count());
    assertEquals(LongStream.of(values).sum(), histogram.sumNanos());
  }

  @Test
  void countAtMost_anyBound_neverCountsTooMany() {
    long[] values = LongStream.range(0, 10_000).map(i -> i * 37).toArray();
    Histogram histogram = of(values);
    for (long bound = -1; bound < 380_000; bound += 997) {
      long b = bound;
      long told = histogram.countAtMost(bound);
      assertTrue(told <= LongStream.of(values).filter(v -> v <= b).count());
      assertTrue(told >= LongStream.of(values).filter(v -> v + v / 32 <= b).count());
    }
    assertEquals(values.length, histogram.countAtMost(Long.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.NEGATIVE_INFINITY})
  void quantile_shareOutsideZeroToOne_isRefusedByName(double share) {
    Histogram one = of(1);
    String message =
        assertThrows(IllegalArgumentException.class, () -> one.quantileNanos(share)).getMessage();
    assertEquals("share is " + share + "; allowed is 0 to 1", message);
  }

  @Test
  void toString_someValues_isInMicroseconds() {
    assertEquals("n=2 p50=0.0 µs p99=1.0 µs max=1.0 µs", of(0, 1_000).toString());
  }

  @Test
  void recordShared_byManyThreads_losesNothing() throws Exception {
    int threads = 4;
    int values = 50_000;
    var recorder = new Histogram.Recorder();
    Thread[] writers = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      writers[i] =
          Thread.ofPlatform()
              .start(() -> LongStream.range(0, values).forEach(recorder::recordShared));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    Histogram told = recorder.view();
    assertEquals((long) threads * values, told.count());
    assertEquals((long) threads * values * (values - 1) / 2, told.sumNanos());
    assertEquals(values - 1, told.maxNanos());
  }
}
