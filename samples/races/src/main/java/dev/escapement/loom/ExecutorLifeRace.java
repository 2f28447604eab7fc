package dev.escapement.loom;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** ExecutorLife, E1: something is submitted while the executor is shut down. */
@JCStressTest
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "terminated once nothing is left")
@Outcome(expect = FORBIDDEN, desc = "terminated around a submission, or never")
@State
public class ExecutorLifeRace {
  private final ExecutorLife life = new ExecutorLife();

  @Actor
  public void submitter(ZZ_Result result) {
    if (life.admit()) {
      result.r1 = life.isTerminated();
      life.leave();
    }
  }

  @Actor
  public void shutsDown() {
    life.advance(ExecutorLife.SHUTDOWN);
  }

  @Arbiter
  public void after(ZZ_Result result) {
    result.r2 = life.isTerminated();
  }
}
