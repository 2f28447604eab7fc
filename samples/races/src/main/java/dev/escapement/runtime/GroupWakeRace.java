package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Group, E1: a child is ready elsewhere while the group is polled with another waker. */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the poll took the child")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the new waker was called")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "both")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "the child is never polled again")
@State
public class GroupWakeRace {
  private final Promise<String> promise = new Promise<>();
  private final Task<List<String>> group = Tasks.joinAll(List.of(promise.asTask()));
  private final Bell bell = new Bell();

  public GroupWakeRace() {
    Hand.poll(group, Waker.noop());
  }

  @Actor
  public void child() {
    promise.complete("result");
  }

  @Actor
  public void poller(ZZ_Result result) {
    result.r1 = Hand.poll(group, bell);
  }

  @Arbiter
  public void after(ZZ_Result result) {
    result.r2 = bell.hasRung();
  }
}
