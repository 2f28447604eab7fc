package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockLookTest {
  private static final long DEAR_NANOS = 50_000_000;
  private static final int MOST = 32;

  private final HandLoop loop = new HandLoop();
  private int dearPolls;

  @AfterEach
  void close() {
    loop.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 12, 13, 28, 60, 100})
  void turn_shortWorkThenDear_endsAfterHardlyMoreDearPolls(int shortPolls) {
    for (int round = 0; round < 3; round++) {
      spawn(shortPolls, 0);
      spawn(40, DEAR_NANOS);
      dearPolls = 0;
      loop.carrier.turn();
      int most = Math.min(shortPolls + 4, MOST);
      assertTrue(dearPolls <= most, () -> dearPolls + " polls of 50 ms in one turn");
      loop.run();
    }
  }

  private void spawn(int count, long nanos) {
    for (int i = 0; i < count; i++) {
      loop.runtime.spawn(
          context -> {
            loop.time.set(loop.time.nanoTime() + nanos);
            dearPolls += nanos > 0 ? 1 : 0;
            return Poll.ready(1);
          });
    }
  }
}
