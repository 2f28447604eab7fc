package dev.escapement.loom;

import static java.util.Objects.requireNonNull;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.RacedLoop;
import dev.escapement.runtime.Waker;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** BlockedThread, E1: a thread is woken while it is about to park. */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "it runs again, and knows when it was woken")
@Outcome(id = "false", expect = FORBIDDEN, desc = "it was unparked before it was told why")
@State
public class UnparkRace {
  private static final RacedLoop LOOP = new RacedLoop();
  private static final LoomBridge BRIDGE = LoomBridge.of(LOOP.runtime());

  private volatile @Nullable Waker waker;
  private volatile boolean over;
  private volatile boolean woken;

  @Actor
  public void thread(Z_Result result) {
    LockSupport.unpark(Thread.currentThread());
    LockSupport.park(); // takes the permit: the only one to come is that of the wake
    long before = LOOP.resumeLags();
    try {
      var _ = new BlockedThread(BRIDGE, null).untilRecorded(this::poll);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    result.r1 = LOOP.resumeLags() == before + 1;
    Pace.until(() -> woken);
  }

  /** Pending at first, so that only the wake leads to a second poll. */
  private Poll<Boolean> poll(Context context) {
    if (waker == null) {
      waker = context.waker();
      return Poll.pending();
    }
    return over ? Poll.ready(true) : Poll.pending();
  }

  @Actor
  public void wakes() {
    Pace.until(() -> waker != null);
    over = true;
    requireNonNull(waker).wake();
    woken = true;
  }
}
