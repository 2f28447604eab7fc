package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Watchdog, E1: a poll that does not end begins while the watchdog falls asleep. The other side is
 * the watchdog's own thread; many idle carriers make its round long enough to be met.
 */
@JCStressTest
@Outcome(id = "false", expect = ACCEPTABLE, desc = "the watchdog has seen it")
@Outcome(id = "true", expect = FORBIDDEN, desc = "the watchdog sleeps on")
@State
public class WatchdogSleepRace {
  private static final Patience PATIENCE = new Patience();
  private static final Logger LOG = Logger.getLogger("dev.escapement.runtime");
  private static final int IDLE_ONES = 250;
  private static final long SHORTEST_STALL = 1;
  private static final long LONGEST_NAP = 40_000;

  private static final RacedLoop LOOP = new RacedLoop(WatchdogSleepRace::nap);
  private static final RacedLoop[] OTHERS = new RacedLoop[IDLE_ONES];

  static {
    LOG.setLevel(Level.OFF);
    Watchdog.watch(LOOP.carrier, SHORTEST_STALL);
    for (int i = 0; i < IDLE_ONES; i++) {
      OTHERS[i] = new RacedLoop();
      Watchdog.watch(OTHERS[i].carrier, SHORTEST_STALL);
    }
  }

  private boolean unseen;

  @Actor
  public void carrier(Z_Result result) {
    LOOP.onCarrier(
        () -> {
          LOOP.carrier.idling.idle();
          LOOP.carrier.begin(LOOP.carrier.cell(null, context -> poll(), "spawn"));
          LOOP.carrier.turn();
        });
    result.r1 = unseen;
  }

  /** While the loop idles the watchdog looks around a last time, and falls asleep. */
  private static void nap() {
    long start = System.nanoTime();
    long length = start % LONGEST_NAP;
    while (System.nanoTime() - start < length) {
      Thread.onSpinWait();
    }
    LOOP.carrier.inbox.signal();
  }

  private Poll<Boolean> poll() {
    Counters counters = LOOP.carrier.counters;
    long before = counters.stalls.get();
    counters.stepped(); // what was seen up to now does not count
    unseen = PATIENCE.endsBefore(() -> counters.stalls.get() != before);
    return Poll.ready(true);
  }
}
