package dev.escapement.samples;

import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Timers on a thread of their own, as a service to an executor that knows nothing of time. Here the
 * service is a second runtime: its sleeps are awaited by tasks of the first, whose wakers carry the
 * news from one thread to the other. Closing it joins its thread.
 */
final class TimerThread implements Program {
  @Override
  public String name() {
    return "timer-thread";
  }

  @Override
  public String summary() {
    return "tasks on one runtime, their timers on another";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    args.end();

    try (TaskRuntime timers = TaskRuntime.builder().name("timers").build();
        TaskRuntime executor = TaskRuntime.builder().name("executor").build()) {
      JoinHandle<@Nullable Void> t1 =
          executor.spawn(
              "t1",
              steps(
                  () -> say(out, "[t1] start"),
                  () -> timers.sleep(Duration.ofMillis(50)),
                  () -> say(out, "[t1] after 50ms"),
                  () -> timers.sleep(Duration.ofMillis(30)),
                  () -> say(out, "[t1] after +30ms (≈80ms total)")));
      JoinHandle<@Nullable Void> t2 =
          executor.spawn(
              "t2",
              steps(
                  () -> say(out, "[t2] start"),
                  () -> timers.sleep(Duration.ofMillis(10)),
                  () -> say(out, "[t2] after 10ms")));
      executor.blockOn(Tasks.joinAll(List.of(t1.asTask(), t2.asTask())));
      out.println("all done");
    }
  }

  /** A step of a task: makes what comes next when everything before has ended. */
  private interface Step extends Callable<Task<@Nullable Void>> {}

  private static Task<@Nullable Void> steps(Step... steps) {
    Task<@Nullable Void> all = Tasks.ready(null);
    for (Step step : steps) {
      all = Tasks.then(all, before -> step.call());
    }
    return all;
  }

  private static Task<@Nullable Void> say(PrintStream out, String line) {
    out.println(line);
    return Tasks.ready(null);
  }
}
