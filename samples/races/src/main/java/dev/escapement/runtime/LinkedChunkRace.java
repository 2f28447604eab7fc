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
 * Inbox, E2: the queue's chunk is full, so the message that the loop might miss is one that links a
 * new chunk, while the loop takes what is in the old one.
 */
@JCStressTest
@Outcome(id = "false", expect = ACCEPTABLE, desc = "seen, or the loop was woken")
@Outcome(id = "true", expect = FORBIDDEN, desc = "the loop sleeps on beside a message")
@State
public class LinkedChunkRace {
  private static final int CHUNK = 2;
  private static final Carrier CARRIER = new RacedLoop().carrier;
  private static final TaskCell<?> TASK = CARRIER.cell(null, context -> Poll.pending(), "spawn");

  private final Inbox inbox = new Inbox(CARRIER, Integer.MAX_VALUE, CHUNK);
  private boolean parked;

  public LinkedChunkRace() {
    for (int i = 0; i < CHUNK; i++) {
      inbox.send(TASK);
    }
  }

  @Actor
  public void carrier() {
    inbox.drain(message -> {});
    inbox.announceIdle(Deadlines.NEVER);
    parked = inbox.isEmpty();
  }

  @Actor
  public void sender() {
    inbox.send(TASK);
  }

  @Arbiter
  public void after(Z_Result lost) {
    lost.r1 = parked && inbox.isIdle() && !inbox.isEmpty();
  }
}
