package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeadlinesTest {
  private static final long MIN = Long.MIN_VALUE;
  private static final long MAX = Long.MAX_VALUE;
  private static final long[] CORNERS = {
    MIN, MIN + 1, MIN / 2, -1_000_000_001, -2, -1, 0, 1, 2, 999_999_999, MAX / 2, MAX - 1, MAX
  };

  private static Stream<Arguments> pairs() {
    return LongStream.of(CORNERS)
        .boxed()
        .flatMap(a -> LongStream.of(CORNERS).mapToObj(b -> Arguments.of(a, b)));
  }

  private static long clamped(BigInteger exact) {
    return exact.max(BigInteger.valueOf(MIN)).min(BigInteger.valueOf(MAX)).longValueExact();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void plus_anyCorners_saturates(long a, long b) {
    assertEquals(clamped(BigInteger.valueOf(a).add(BigInteger.valueOf(b))), Deadlines.plus(a, b));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void times_anyCorners_saturates(long a, long b) {
    assertEquals(
        clamped(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b))), Deadlines.times(a, b));
  }

  @Test
  void nanos_durationThatFits_isExact() {
    assertEquals(0, Deadlines.nanos(Duration.ZERO));
    assertEquals(1, Deadlines.nanos(Duration.ofNanos(1)));
    assertEquals(-1, Deadlines.nanos(Duration.ofNanos(-1)));
    assertEquals(-1_500_000_000, Deadlines.nanos(Duration.ofMillis(-1500)));
    assertEquals(MAX, Deadlines.nanos(Duration.ofNanos(MAX)));
    assertEquals(MAX - 1, Deadlines.nanos(Duration.ofNanos(MAX - 1)));
    assertEquals(MIN, Deadlines.nanos(Duration.ofNanos(MIN)));
  }

  @Test
  void nanos_durationTooLarge_saturates() {
    assertEquals(MAX, Deadlines.nanos(Duration.ofNanos(MAX).plusNanos(1)));
    assertEquals(MIN, Deadlines.nanos(Duration.ofNanos(MIN).minusNanos(1)));
    assertEquals(MAX, Deadlines.nanos(Duration.ofSeconds(MAX, 999_999_999)));
    assertEquals(MIN, Deadlines.nanos(Duration.ofSeconds(MIN)));
    assertEquals(MAX, Deadlines.nanos(Duration.ofDays(106_752)));
  }

  @Test
  void after_durationTooLarge_isNever() {
    assertEquals(Deadlines.NEVER, Deadlines.after(0, Duration.ofSeconds(MAX)));
    assertEquals(Deadlines.NEVER, Deadlines.after(1, Duration.ofNanos(MAX - 1)));
    assertEquals(Deadlines.NEVER, Deadlines.after(MAX - 1, Duration.ofNanos(1)));
    assertEquals(MAX - 1, Deadlines.after(0, Duration.ofNanos(MAX - 1)));
  }

  @Test
  void after_negativeDuration_isNow() {
    assertEquals(7, Deadlines.after(7, Duration.ofNanos(-1)));
    assertEquals(0, Deadlines.after(0, Duration.ofSeconds(MIN)));
    assertEquals(MAX - 1, Deadlines.after(MAX - 1, Duration.ofSeconds(MIN)));
  }

  @Test
  void text_anyDeadline_isForPeople() {
    assertEquals("never", Deadlines.text(Deadlines.NEVER));
    assertEquals("1.250000 s", Deadlines.text(1_250_000_000));
    assertEquals("-0.000001 s", Deadlines.text(-1_000));
  }
}
