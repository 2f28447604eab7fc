package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.escapement.runtime.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wait that is divided shortly before its deadline counts once. */
class ParkCountTest {
  /** Parks end at first some time ahead of the deadline. */
  private static final class DividedTime implements TimeSource {
    private final long ahead;
    private long now;

    DividedTime(long ahead) {
      this.ahead = ahead;
    }

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public InstantSource clock() {
      return () -> Instant.EPOCH;
    }

    @Override
    public void park(long deadlineNanos, BooleanSupplier woken) {
      boolean first = now < deadlineNanos - ahead;
      now = first ? deadlineNanos - ahead : deadlineNanos;
    }

    @Override
    public void unpark(Thread carrier) {}

    @Override
    public boolean isVirtual() {
      return true;
    }
  }

  @ParameterizedTest
  @CsvSource({"50000, 3", "2000000, 6"})
  void parks_eachWaitInTwoParts_countsShortRestsNot(long ahead, long parks) throws Exception {
    try (var runtime =
        TaskRuntime.builder().withoutOwnThread().timeSource(new DividedTime(ahead)).build()) {
      for (int i = 0; i < 3; i++) {
        runtime.blockOn(runtime.sleep(Duration.ofSeconds(1)));
      }
      assertEquals(parks, runtime.snapshot().loop().parks());
    }
  }
}
