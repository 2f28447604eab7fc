package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Inbox, E3: a task that was admitted and a timer are handed over while the runtime ends. */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "both have ended")
@Outcome(expect = FORBIDDEN, desc = "somebody waits for ever")
@State
public class CloseRace {
  private final RacedLoop loop = new RacedLoop();
  private final Bell bell = new Bell();
  private final TaskCell<?> task = loop.carrier.cell(null, context -> Poll.pending(), "spawn");
  private final Sleep sleep = new Sleep(loop.carrier, RacedLoop.LATER);

  @Actor
  public void carrier() {
    loop.carrier.life.close();
    loop.onCarrier(() -> Shutdown.run(loop.carrier));
  }

  @Actor
  public void spawner() {
    loop.carrier.begin(task);
    Hand.poll(sleep, bell);
  }

  @Arbiter
  public void after(ZZ_Result ended) {
    ended.r1 = task.hasOutcome();
    ended.r2 = bell.hasRung();
  }
}
