package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Timer, E1; Horizon, E1: a sleep is put off beyond the horizon by one thread and called forward by
 * another, after which the loop takes what is near: once at the same time, and once after it.
 */
@JCStressTest
@Outcome(id = "false", expect = ACCEPTABLE, desc = "put off, or the loop knows the nearer deadline")
@Outcome(id = "true", expect = FORBIDDEN, desc = "the nearer deadline is left on the far side")
@State
public class FarResetRace {
  private static final long NEAR = TimeUnit.MINUTES.toNanos(30);
  private static final long HORIZON = TimeUnit.HOURS.toNanos(1);
  private static final long FAR = TimeUnit.HOURS.toNanos(2);
  private static final TaskRuntime RUNTIME = TaskRuntime.builder().withoutOwnThread().build();

  private final Carrier carrier =
      new TaskRuntime(TaskRuntime.builder().withoutOwnThread(), "raced", RUNTIME.carrier().time)
          .carrier();
  private final Sleep sleep = new Sleep(carrier, HORIZON);

  public FarResetRace() {
    Hand.poll(sleep, Waker.noop());
    turn();
    carrier.inbox.arrivals.horizon.open(HORIZON);
    turn();
  }

  private void turn() {
    carrier.seat(Thread.currentThread());
    carrier.turn();
    carrier.seat(null);
  }

  @Actor
  public void putsOff() {
    sleep.moveTo(FAR);
  }

  @Actor
  public void callsForward() {
    sleep.moveTo(NEAR);
    turn();
  }

  @Arbiter
  public void after(Z_Result late) {
    turn();
    late.r1 = sleep.deadlineNanos() == NEAR && carrier.timers.firstDeadline() != NEAR;
  }
}
