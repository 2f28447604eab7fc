package dev.escapement.samples.dashboard;

import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.Interval;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A mixed load of some thousand timers a second, which ends with its runtime. */
final class Load {
  private static final int TICKERS = 8;
  private static final int LIMITED = 16;
  private static final int CALLBACKS = 20;
  private static final int SLEEPERS = 100;
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final TaskRuntime runtime;
  private final LoomBridge bridge;

  Load(TaskRuntime runtime, LoomBridge bridge) {
    this.runtime = runtime;
    this.bridge = bridge;
  }

  void start() {
    for (int i = 1; i <= TICKERS; i++) {
      Interval interval = runtime.interval(Duration.ofMillis(25L * i));
      var _ = runtime.spawn("ticker-" + i, new Again(interval::tick));
    }
    for (int i = 1; i <= LIMITED; i++) {
      var _ = runtime.spawn("limited-" + i, new Again(this::answerInTime));
    }
    for (int i = 1; i <= CALLBACKS; i++) {
      callBack();
    }
    for (int i = 1; i <= SLEEPERS; i++) {
      var _ = runtime.spawn("sleeper-" + i, new Again(() -> runtime.sleep(millis(50, 250))));
      var _ = bridge.fork("thread-" + i, this::sleepAgainAndAgain);
    }
  }

  /** An answer that comes long before its time limit, but for one of 500: that one is too late. */
  private Task<?> answerInTime() {
    boolean late = runtime.random().nextInt(500) == 0;
    Task<@Nullable Void> answer = runtime.sleep(late ? LIMIT.plus(LIMIT) : millis(10, 50));
    return Tasks.recover(runtime.timeout(LIMIT, answer), tooLate -> Tasks.ready(null));
  }

  private void callBack() {
    var _ = runtime.schedule(millis(20, 100), this::callBack);
  }

  private Void sleepAgainAndAgain() throws InterruptedException {
    while (true) {
      bridge.sleep(millis(100, 400));
    }
  }

  private Duration millis(int least, int most) {
    return Duration.ofMillis(runtime.random().nextInt(least, most + 1));
  }
}
