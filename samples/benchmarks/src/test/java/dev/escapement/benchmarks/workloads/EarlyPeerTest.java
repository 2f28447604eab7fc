package dev.escapement.benchmarks.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EarlyPeerTest {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private final EarlyPeer peer = new EarlyPeer();

  @Test
  void fleet_ofEarlyTimers_isWrong() {
    var wrong = assertThrows(Wrong.class, () -> new Fleet(peer).run(10, 2, HOUR, timer -> HOUR));
    assertEquals("of 10 timers 0 were lost, 0 fired twice, 10 fired early", wrong.getMessage());
  }

  @Test
  void churn_whoseTimersFire_isWrong() {
    var churn = new Churn<>(peer, HOUR);
    churn.pair();
    assertThrows(Wrong.class, churn::check);
  }

  @Test
  void timers_oneAfterAnother_thatAreEarly_areWrong() {
    assertThrows(Wrong.class, () -> new LagRun(peer).oneAfterAnother(3));
  }

  @Test
  void rate_ofEarlyTimers_isWrong() {
    assertThrows(Wrong.class, () -> new LagRun(peer).rate(1_000, 0.01));
  }
}
