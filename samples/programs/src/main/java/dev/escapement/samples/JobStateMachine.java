package dev.escapement.samples;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.io.PrintStream;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a compiler makes of "sleep, then print" in languages that have {@code async}: an object with
 * one state for each place where it can stand still.
 */
final class JobStateMachine implements Program {
  private static final Duration NAP = Duration.ofSeconds(1);

  /** Where a job is; each state holds what is needed from there on, and nothing else. */
  private sealed interface State {
    record Start() implements State {}

    record Sleeping(Sleep sleep) implements State {}

    record Ended() implements State {}
  }

  /** One job. */
  static final class Machine implements Task<@Nullable Void> {
    private final int number;
    private final Lines lines;
    private State state = new State.Start();

    Machine(int number, Lines lines) {
      this.number = number;
      this.lines = lines;
    }

    @Override
    public Poll<@Nullable Void> poll(Context context) {
      while (true) {
        switch (state) {
          case State.Start start -> state = new State.Sleeping(context.runtime().sleep(NAP));
          case State.Sleeping(Sleep sleep) -> {
            if (!sleep.poll(context).isReady()) {
              return Poll.pending();
            }
            state = new State.Ended();
            lines.print(number);
            return Poll.ready(null);
          }
          case State.Ended ended ->
              throw new IllegalStateException("job " + number + " was polled after its end");
        }
      }
    }

    @Override
    public void cancel() {
      if (state instanceof State.Sleeping(Sleep sleep)) {
        sleep.cancel();
      }
      state = new State.Ended();
    }
  }

  @Override
  public String name() {
    return "job-state-machine";
  }

  @Override
  public String summary() {
    return "the same jobs, each an explicit state machine: [N]";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    int n = args.number("jobs", 1_000, 1_000_000);
    args.end();

    try (TaskRuntime runtime = TaskRuntime.start();
        Lines lines = new Lines(out)) {
      runtime.blockOn(
          Tasks.joinAll(
              IntStream.rangeClosed(1, n)
                  .mapToObj(i -> runtime.spawn(new Machine(i, lines)))
                  .map(JoinHandle::asTask)
                  .toList()));
    }
  }
}
