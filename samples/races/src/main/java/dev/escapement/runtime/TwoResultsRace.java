package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** Completion, E1: two threads set an outcome. */
@JCStressTest
@Outcome(id = "true, false, true", expect = ACCEPTABLE, desc = "the first won, and it stays")
@Outcome(id = "false, true, false", expect = ACCEPTABLE, desc = "the second won, and it stays")
@Outcome(expect = FORBIDDEN, desc = "both won, or neither, or the loser's outcome was kept")
@State
public class TwoResultsRace {
  private final Promise<String> promise = new Promise<>();

  @Actor
  public void first(ZZZ_Result result) {
    result.r1 = promise.complete("first");
  }

  @Actor
  public void second(ZZZ_Result result) {
    result.r2 = promise.complete("second");
  }

  @Arbiter
  public void after(ZZZ_Result result) {
    result.r3 = "first".equals(promise.outcomeVolatile());
  }
}
