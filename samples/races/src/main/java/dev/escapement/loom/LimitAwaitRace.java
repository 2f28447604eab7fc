package dev.escapement.loom;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.RacedLoop;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.Tasks;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Limit, E2: a thread awaits a task, and then another one, while the limit around them fires. */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "the limit has ended the first one only")
@Outcome(expect = FORBIDDEN, desc = "it goes on and on, or the second one was ended as well")
@State
public class LimitAwaitRace {
  private final RacedLoop loop = new RacedLoop();
  private final LoomBridge bridge = LoomBridge.of(loop.runtime());
  private final Endless endless = new Endless();
  private volatile boolean begun;
  private volatile boolean over;

  private static final class Endless implements Task<Boolean> {
    private volatile boolean cancelled;

    @Override
    public Poll<Boolean> poll(Context context) {
      return Poll.pending();
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  @Actor
  public void thread(ZZ_Result result) {
    try {
      new Limit(bridge, Duration.ofNanos(1), true).call(() -> result.r2 = body());
    } catch (TimeoutException late) {
      // as it has to be
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      over = true;
    }
  }

  private boolean body() throws ExecutionException, InterruptedException {
    begun = true;
    try {
      return !bridge.await(endless);
    } catch (InterruptedException late) {
      return bridge.await(Tasks.ready(true));
    }
  }

  @Actor
  public void carrier() {
    Pace.until(() -> begun);
    loop.settleAt(RacedLoop.NOW); // takes the timer
    Pace.aMoment();
    while (!over) {
      loop.settleAt(RacedLoop.LATER);
    }
  }

  @Arbiter
  public void after(ZZ_Result result) {
    loop.settleAt(RacedLoop.LATER);
    result.r1 = endless.cancelled;
  }
}
