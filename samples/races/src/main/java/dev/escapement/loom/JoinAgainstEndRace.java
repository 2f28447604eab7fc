package dev.escapement.loom;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.RacedLoop;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Scope, E2: a scope is joined while its only thread ends. */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "it is seen how the thread ended")
@Outcome(id = "false", expect = FORBIDDEN, desc = "all have ended, and that is not known of one")
@State
public class JoinAgainstEndRace {
  private final RacedLoop loop = new RacedLoop();
  private final LoomBridge bridge = LoomBridge.of(loop.runtime());
  private volatile boolean over;

  @Actor
  public void owner(Z_Result result) {
    Scope scope = bridge.openScope();
    JoinHandle<Boolean> child = scope.fork("raced", () -> true);
    Pace.until(child::isDone); // the scope is told of it next
    try {
      result.r1 = scope.join().getFirst() instanceof Scope.Outcome.Completed;
    } catch (NullPointerException unknown) {
      result.r1 = false;
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      over = true;
    }
  }

  @Actor
  public void carrier() {
    while (!over) {
      loop.settleAt(RacedLoop.NOW);
    }
  }
}
