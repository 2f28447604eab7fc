package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Stripe, E1: a chunk of armed timers is full, so the one that the loop might miss is the first of
 * a new chunk, while the loop takes what is in the old one.
 */
@JCStressTest
@Outcome(id = "false", expect = ACCEPTABLE, desc = "seen, or the loop was woken")
@Outcome(id = "true", expect = FORBIDDEN, desc = "the loop sleeps on beside a timer")
@State
public class TimerChunkRace {
  private static final Carrier CARRIER = new RacedLoop().carrier;

  private final Inbox inbox = new Inbox(CARRIER, Integer.MAX_VALUE);
  private boolean parked;

  public TimerChunkRace() {
    for (int i = 0; i < Stripe.SIZE; i++) {
      send();
    }
  }

  private void send() {
    inbox.registerNew(
        new TimerHandle(CARRIER, RacedLoop.LATER, () -> {}), inbox.stripe(), RacedLoop.NOW);
  }

  @Actor
  public void carrier() {
    inbox.drain(message -> {});
    inbox.announceIdle(Deadlines.NEVER);
    parked = inbox.isEmpty();
  }

  @Actor
  public void sender() {
    send();
  }

  @Arbiter
  public void after(Z_Result lost) {
    lost.r1 = parked && inbox.isIdle() && !inbox.isEmpty();
  }
}
