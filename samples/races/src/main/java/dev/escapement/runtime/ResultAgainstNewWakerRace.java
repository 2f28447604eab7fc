package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Completion, E1: one who waits comes with another waker while the outcome is set. */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the poll saw the outcome")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the new waker was called")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "both")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "the waiter waits for ever")
@State
public class ResultAgainstNewWakerRace {
  private final Promise<String> promise = new Promise<>();
  private final Task<String> waits = promise.asTask();
  private final Bell bell = new Bell();

  public ResultAgainstNewWakerRace() {
    Hand.poll(waits, Waker.noop());
  }

  @Actor
  public void completer() {
    promise.complete("result");
  }

  @Actor
  public void waiter(ZZ_Result result) {
    result.r1 = Hand.poll(waits, bell);
  }

  @Arbiter
  public void after(ZZ_Result result) {
    result.r2 = bell.hasRung();
  }
}
