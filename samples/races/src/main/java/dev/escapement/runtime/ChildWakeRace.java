package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Child, E1: a child of a group is woken twice while the group polls it. */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "the last poll saw what came before the wake")
@Outcome(id = "false", expect = FORBIDDEN, desc = "the wake was lost")
@State
@SuppressWarnings("this-escape")
public class ChildWakeRace implements Task<@Nullable Void> {
  private final Task<?> group = Tasks.joinAll(List.of(this));
  private Waker childsWaker = Waker.noop();
  private int written;
  private int seen;

  public ChildWakeRace() {
    Hand.poll(group, Waker.noop());
    childsWaker.wake();
  }

  @Override
  public Poll<@Nullable Void> poll(Context context) {
    if (childsWaker == Waker.noop()) {
      childsWaker = context.waker();
    }
    seen = written;
    return Poll.pending();
  }

  @Actor
  public void poller() {
    Hand.poll(group, Waker.noop());
  }

  @Actor
  public void waker() {
    written = 1;
    childsWaker.wake();
    written = 2;
    childsWaker.wake();
  }

  @Arbiter
  public void after(Z_Result saw) {
    Hand.poll(group, Waker.noop());
    saw.r1 = seen == 2;
  }
}
