package dev.escapement.runtime;

import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Polls and wakes on the benchmark's own thread, which drives the runtime. */
@State(Scope.Thread)
public class PollBenchmark {
  private static final int POLLS = 100_000;

  private final TaskRuntime runtime = TaskRuntime.builder().withoutOwnThread().build();

  /** A task that wakes itself in each poll. */
  @Benchmark
  @OperationsPerInvocation(POLLS)
  public void pollAndWake() throws ExecutionException, InterruptedException {
    runtime.<@Nullable Void>blockOn(
        new Task<@Nullable Void>() {
          private int left = POLLS;

          @Override
          public Poll<@Nullable Void> poll(Context context) {
            if (--left == 0) {
              return Poll.ready(null);
            }
            context.waker().wake();
            return Poll.pending();
          }
        });
  }
}
