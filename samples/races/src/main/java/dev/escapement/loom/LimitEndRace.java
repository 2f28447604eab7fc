package dev.escapement.loom;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.escapement.runtime.RacedLoop;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Limit, E1: the body of a time limit ends while the limit fires. */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "in time, and no interrupt is left")
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "too late, and no interrupt is left")
@Outcome(expect = FORBIDDEN, desc = "our interrupt came after the end of the body")
@State
public class LimitEndRace {
  private static final int PATIENCE = 10_000;
  private static final int LONGEST = 50;

  private final RacedLoop loop = new RacedLoop();
  private final LoomBridge bridge = LoomBridge.of(loop.runtime());
  private volatile @Nullable Limit running;
  private volatile boolean fires;

  @Actor
  public void body(ZZ_Result result) {
    var limit = new Limit(bridge, Duration.ofNanos(1), true);
    try {
      result.r1 =
          limit.call(
              () -> {
                running = limit;
                for (int i = 0; i < PATIENCE && !fires; i++) {
                  Thread.onSpinWait();
                }
                spin(System.nanoTime() % LONGEST);
                return true;
              });
    } catch (TimeoutException late) {
      result.r1 = false;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    result.r2 = Thread.interrupted();
  }

  /** About as long as a turn takes. */
  private static void spin(long times) {
    for (long i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  @Actor
  public void carrier() {
    for (int i = 0; i < PATIENCE && running == null; i++) {
      Thread.onSpinWait();
    }
    loop.settleAt(RacedLoop.NOW); // takes the timer
    fires = true;
    loop.settleAt(RacedLoop.LATER);
  }
}
