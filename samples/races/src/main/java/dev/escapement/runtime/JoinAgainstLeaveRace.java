package dev.escapement.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Driver, E2: somebody begins to wait for a task while the thread that drives leaves. */
@JCStressTest
@Outcome(id = "false", expect = ACCEPTABLE, desc = "told at once that nobody drives")
@Outcome(id = "true", expect = FORBIDDEN, desc = "the joiner parks while nobody drives")
@State
public class JoinAgainstLeaveRace {
  private static final Patience PATIENCE = new Patience();

  private final RacedLoop loop = new RacedLoop();
  private final Leaving leaving = new Leaving(loop);
  private final JoinHandle<Object> endless =
      loop.runtime().spawn((Task<Object>) context -> Poll.pending());

  @Actor
  public void driver() {
    leaving.drive();
  }

  @Actor
  public void joiner(Z_Result sleepsOn) {
    leaving.await();
    long limit = PATIENCE.nanos();
    long start = System.nanoTime();
    try {
      endless.join(Duration.ofNanos(limit));
    } catch (IllegalStateException | TimeoutException toldSo) {
      sleepsOn.r1 = PATIENCE.ended(start, limit); // only its own limit has woken it
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
