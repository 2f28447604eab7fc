package dev.escapement.samples;

import dev.escapement.loom.Loom;
import dev.escapement.loom.LoomBridge;
import dev.escapement.loom.Scope;
import dev.escapement.runtime.TaskRuntime;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * What {@link TimerThread} prints, by plain blocking code: each of the two is a virtual thread, and
 * a sleep is a statement. The scope ends when both have ended.
 *
 * <p>Two virtual threads run side by side. Within one, lines come in the order of its statements;
 * between the two, there is only what they wait for. So t2 waits until t1 has begun, by a latch of
 * the JDK, and their sleeps of 10 and of 50 ms do the rest: as a rule, since a machine that stalls
 * for 40 ms may wake both together.
 */
final class TwoTimers implements Program {
  @Override
  public String name() {
    return "two-timers";
  }

  @Override
  public String summary() {
    return "what timer-thread does, as two virtual threads with plain sleeps";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    args.end();

    try (TaskRuntime runtime = TaskRuntime.builder().name("two-timers").build();
        Scope scope = LoomBridge.of(runtime).openScope()) {
      var begun = new CountDownLatch(1);
      var _ =
          scope.fork(
              "t1",
              () -> {
                out.println("[t1] start");
                begun.countDown();
                Loom.sleep(Duration.ofMillis(50));
                out.println("[t1] after 50ms");
                Loom.sleep(Duration.ofMillis(30));
                out.println("[t1] after +30ms (≈80ms total)");
                return "t1";
              });
      var _ =
          scope.fork(
              "t2",
              () -> {
                begun.await();
                out.println("[t2] start");
                Loom.sleep(Duration.ofMillis(10));
                out.println("[t2] after 10ms");
                return "t2";
              });
      var _ = scope.join();
      out.println("all done");
    }
  }
}
