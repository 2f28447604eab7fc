package dev.escapement.samples.soak;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Tasks that are joined, raced, limited and cancelled, and promises kept by another thread. */
final class Combined implements Party {
  private static final int SIZE = 10;
  private static final Duration SHORT = Duration.ofMillis(2);
  private static final Duration LONG = Duration.ofHours(1);

  private final TaskRuntime runtime;
  private final Tally tally;

  Combined(TaskRuntime runtime, Tally tally) {
    this.runtime = runtime;
    this.tally = tally;
  }

  @Override
  public void once() throws Exception {
    join();
    race();
    limit();
    cancel();
  }

  private void join() throws ExecutionException, InterruptedException {
    List<Promise<Integer>> promises = new ArrayList<>();
    List<Task<Integer>> waits = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      Promise<Integer> promise = new Promise<>();
      promises.add(promise);
      waits.add(i % 2 == 0 ? promise.asTask() : Tasks.map(promise.asTask(), value -> value));
    }
    JoinHandle<List<Integer>> all = runtime.spawn("all", Tasks.joinAll(waits));
    for (int i = 0; i < SIZE; i++) {
      tally.expect(promises.get(i).complete(i), "the first outcome of a promise is taken");
    }
    List<Integer> values = all.join();
    for (int i = 0; i < SIZE; i++) {
      tally.expect(values.get(i) == i, "joinAll has the values in order");
    }
  }

  private void race() throws ExecutionException, InterruptedException {
    Task<String> first = Tasks.map(runtime.sleep(SHORT), done -> "first");
    Task<String> last = Tasks.map(runtime.sleep(LONG), done -> "last");
    String winner = runtime.spawn("race", Tasks.race(List.of(last, first))).join();
    tally.expect(winner.equals("first"), "a race has the first result");
  }

  private void limit() throws InterruptedException {
    long due = runtime.nanoTime() + SHORT.toNanos();
    try {
      runtime.spawn("limited", runtime.timeout(SHORT, runtime.sleep(LONG))).join();
      tally.expect(false, "a limit ends what lasts longer");
    } catch (ExecutionException e) {
      tally.expect(e.getCause() instanceof TimeoutException, "a limit says that it was one");
      tally.expect(runtime.nanoTime() >= due, "a limit is never early");
    }
  }

  private void cancel() throws ExecutionException, InterruptedException {
    JoinHandle<?> handle = runtime.spawn("cancelled", runtime.sleep(LONG));
    tally.expect(handle.cancel(), "the first cancel decides");
    try {
      handle.join();
      tally.expect(false, "a cancelled task has no value");
    } catch (CancellationException e) {
      tally.expect(!handle.cancel(), "a second cancel decides nothing");
    }
  }
}
