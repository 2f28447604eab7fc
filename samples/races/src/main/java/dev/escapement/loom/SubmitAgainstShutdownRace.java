package dev.escapement.loom;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.escapement.runtime.RacedLoop;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** LoomScheduledExecutor, E1: something is submitted while the executor is shut down. */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "refused or cancelled; terminated")
@Outcome(expect = FORBIDDEN, desc = "the submission was overlooked")
@State
public class SubmitAgainstShutdownRace {
  private final RacedLoop loop = new RacedLoop();
  private final LoomScheduledExecutor executor = LoomBridge.of(loop.runtime()).scheduledExecutor();
  private @Nullable Future<?> submission;

  public SubmitAgainstShutdownRace() {
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Actor
  public void submitter() {
    try {
      submission = executor.schedule(() -> true, 1, TimeUnit.HOURS);
    } catch (RejectedExecutionException refused) {
      // it came too late
    }
  }

  @Actor
  public void shutsDown() {
    executor.shutdown();
  }

  @Arbiter
  public void after(ZZ_Result result) {
    loop.settleAt(RacedLoop.NOW);
    result.r1 = executor.isTerminated();
    result.r2 = submission == null || submission.isCancelled();
  }
}
