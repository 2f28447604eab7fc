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
import org.openjdk.jcstress.infra.results.Z_Result;

/** ThreadTask, E2: the task of a thread is cancelled while a limit ends that has fired there. */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "the thread is interrupted")
@Outcome(id = "false", expect = FORBIDDEN, desc = "the limit took the interrupt for its own")
@State
public class CancelInLimitRace {
  private final RacedLoop loop = new RacedLoop();
  private final LoomBridge bridge = LoomBridge.of(loop.runtime());
  private volatile @Nullable ThreadTask<Boolean> task;
  private volatile boolean begun;
  private volatile boolean cancelled;
  private volatile boolean interrupted;

  @Actor
  public void forker(Z_Result result) {
    ThreadTask<Boolean> forked = ThreadTask.forked(bridge, "raced", null, this::body);
    task = forked;
    forked.start();
    try {
      forked.thread().join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    result.r1 = interrupted;
  }

  private boolean body() throws ExecutionException, InterruptedException {
    try {
      new Limit(bridge, Duration.ofNanos(1), true).call(this::untilInterrupted);
    } catch (TimeoutException late) {
      // as it has to be
    }
    Pace.until(() -> cancelled);
    interrupted = Thread.interrupted();
    return true;
  }

  private boolean untilInterrupted() {
    begun = true;
    Pace.until(() -> Thread.currentThread().isInterrupted());
    Pace.aMoment();
    return true;
  }

  @Actor
  public void carrier() {
    Pace.until(() -> begun);
    loop.settleAt(RacedLoop.NOW); // takes the timer
    loop.settleAt(RacedLoop.LATER);
    requireNonNull(task).cancel();
    cancelled = true;
  }
}
