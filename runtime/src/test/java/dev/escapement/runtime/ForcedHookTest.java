package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForcedHookTest {
  private final CountDownLatch polled = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch hooked = new CountDownLatch(1);
  private final AtomicReference<@Nullable Thread> hookedOn = new AtomicReference<>();

  /** Waits for another task, and then does not come out of its poll. */
  private final class Stuck implements Task<String> {
    private final Task<String> other;
    private boolean polling;

    Stuck(Task<String> other) {
      this.other = other;
    }

    @Override
    public Poll<String> poll(Context context) throws Exception {
      var _ = other.poll(context);
      polling = true;
      polled.countDown();
      release.await();
      polling = false;
      return Poll.pending();
    }

    @Override
    public void cancel() {
      hookedOn.set(polling ? null : Thread.currentThread());
      hooked.countDown();
    }
  }

  @Test
  void force_wakesATaskThatIsPolled_leavesItsHookToTheCarrier() throws InterruptedException {
    TaskRuntime runtime = TaskRuntime.start();
    JoinHandle<String> never = runtime.spawn(new Probe<String>());
    JoinHandle<String> stuck = runtime.spawn(new Stuck(never.asTask()));
    polled.await();
    Thread carrier = runtime.carrier().thread();

    Shutdown.force(runtime.carrier());

    assertThrows(CancellationException.class, stuck::join);
    assertEquals(1, hooked.getCount(), "its poll has not ended");
    assertNull(hookedOn.get());
    release.countDown();
    hooked.await();
    assertEquals(carrier, hookedOn.get());
  }
}
