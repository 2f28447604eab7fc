package dev.escapement.runtime.sim;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.escapement.runtime.Patience;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.Tasks;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** VirtualTime, E1: a result is handed over and its hold ended while the clock is about to jump. */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the result came first, then the clock")
@Outcome(expect = FORBIDDEN, desc = "the clock came first, or never")
@State
public class HoldEndRace {
  private static final Patience PATIENCE = new Patience();
  private static final int SPINS = 10_000;
  private static final int LONGEST = 20;

  private final Simulation simulation = Simulation.seeded(0);
  private final Promise<Boolean> result = new Promise<>();
  private final Hold hold = simulation.hold("the result");
  private volatile boolean awaited;
  private volatile boolean ended;
  private volatile @Nullable Thread carrier;
  private boolean inTime;

  @Actor
  public void holder(ZZ_Result seen) {
    for (int i = 0; i < SPINS && !awaited; i++) {
      Thread.onSpinWait();
    }
    result.complete(true);
    long drawn = System.nanoTime() % LONGEST;
    pause(drawn * drawn); // mostly shorter than a turn, sometimes longer
    hold.close();
    seen.r2 = PATIENCE.endsBefore(() -> ended);
    LockSupport.unpark(carrier); // lets it look again
  }

  @Actor
  public void carrier(ZZ_Result seen) {
    carrier = Thread.currentThread();
    var _ = simulation.runtime().spawn(waiter());
    var _ = simulation.runUntil(HoldEndRace::pausesOnly, Duration.ofHours(1));
    seen.r1 = inTime;
    ended = true;
  }

  private Task<Boolean> waiter() {
    Task<Boolean> waits =
        Tasks.defer(
            () -> {
              awaited = true;
              return result.asTask();
            });
    return Tasks.map(waits, this::note);
  }

  private boolean note(boolean value) {
    inTime = simulation.elapsed().isZero();
    return value;
  }

  /** The condition is looked at between any two steps, so both sides meet anywhere. */
  private static boolean pausesOnly() {
    pause(System.nanoTime() % LONGEST);
    return false;
  }

  private static void pause(long spins) {
    for (long i = 0; i < spins; i++) {
      Thread.onSpinWait();
    }
  }
}
