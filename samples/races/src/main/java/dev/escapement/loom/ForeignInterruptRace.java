package dev.escapement.loom;

import static java.util.Objects.requireNonNull;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.escapement.runtime.RacedLoop;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Limit, E3: somebody else interrupts a thread, which takes that, while its limit fires. */
@JCStressTest
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "in time: the interrupt was thrown")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "too late: the interrupt is pending")
@Outcome(expect = FORBIDDEN, desc = "the interrupt is lost, or ours is left")
@State
public class ForeignInterruptRace {
  private final RacedLoop loop = new RacedLoop();
  private final LoomBridge bridge = LoomBridge.of(loop.runtime());
  private volatile @Nullable Thread running;

  @Actor
  public void body(ZZ_Result result) {
    try {
      new Limit(bridge, Duration.ofNanos(1), true).call(this::untilInterrupted);
    } catch (TimeoutException late) {
      result.r1 = true;
    } catch (InterruptedException inTime) {
      result.r1 = false;
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
    result.r2 = Thread.interrupted();
  }

  private boolean untilInterrupted() throws InterruptedException {
    running = Thread.currentThread();
    Pace.until(Thread::interrupted);
    throw new InterruptedException();
  }

  @Actor
  public void carrier() {
    Pace.until(() -> running != null);
    loop.settleAt(RacedLoop.NOW); // takes the timer
    requireNonNull(running).interrupt();
    Pace.aMoment();
    loop.settleAt(RacedLoop.LATER);
  }
}
