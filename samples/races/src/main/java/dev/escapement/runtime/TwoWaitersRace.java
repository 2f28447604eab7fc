package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Completion, E2: two begin to wait at once, on a list whose dead are swept by the push. */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "both are woken by the outcome")
@Outcome(expect = FORBIDDEN, desc = "one has fallen out of the list")
@State
public class TwoWaitersRace {
  private static final int LIMIT = 32;

  private final Promise<String> promise = new Promise<>();
  private final Bell first = new Bell();
  private final Bell second = new Bell();

  public TwoWaitersRace() {
    for (int i = 0; i < LIMIT; i++) {
      Task<String> waits = promise.asTask();
      Hand.poll(waits, Waker.noop());
      waits.cancel();
    }
  }

  @Actor
  public void first() {
    Hand.poll(promise.asTask(), first);
  }

  @Actor
  public void second() {
    Hand.poll(promise.asTask(), second);
  }

  @Arbiter
  public void after(ZZ_Result result) {
    promise.complete("result");
    result.r1 = first.hasRung();
    result.r2 = second.hasRung();
  }
}
