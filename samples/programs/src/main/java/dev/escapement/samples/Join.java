package dev.escapement.samples;

import dev.escapement.runtime.TaskRuntime;
import java.io.PrintStream;
import java.time.Duration;
import java.util.stream.IntStream;

/** The same jobs, not spawned at all: one task owns them and polls them. */
final class Join implements Program {
  private static final Duration NAP = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "join";
  }

  @Override
  public String summary() {
    return "the same jobs, joined by a task that polls them all: [N]";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    int n = args.number("jobs", 1_000, 20_000);
    args.end();

    try (TaskRuntime runtime = TaskRuntime.start();
        Lines lines = new Lines(out)) {
      var plan = new Job.Plan(NAP, lines);
      var jobs = IntStream.rangeClosed(1, n).mapToObj(i -> new Job(plan, i)).toList();
      var parent = new JoinByHand(jobs);
      runtime.blockOn(parent);
      lines.flush();

      new Table(out)
          .row("jobs", n)
          .row("tasks", runtime.snapshot().tasks().spawned())
          .row("polls of the parent", runtime.snapshot().tasks().polls())
          .row("polls of its children", parent.childPolls());
    }
  }
}
