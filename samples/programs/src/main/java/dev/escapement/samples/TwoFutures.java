package dev.escapement.samples;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Leaf tasks and a reactor. A task does nothing before it is polled: awaited one after the other,
 * two tasks of one and two seconds take three; spawned first and awaited then, they take two.
 */
final class TwoFutures implements Program {
  /** A task at the end of every chain of tasks: it waits for the reactor and no other task. */
  static final class Leaf implements Task<Integer> {
    private final Reactor reactor;
    private final int id;
    private final Duration after;
    private boolean registered;

    Leaf(Reactor reactor, int id, Duration after) {
      this.reactor = reactor;
      this.id = id;
      this.after = after;
    }

    @Override
    public Poll<Integer> poll(Context context) {
      if (!registered) {
        registered = true;
        reactor.register(id, after, context.waker());
        return Poll.pending();
      }
      return reactor.isReady(id, context.waker()) ? Poll.ready(id) : Poll.pending();
    }

    @Override
    public void cancel() {
      reactor.forget(id);
    }
  }

  @Override
  public String name() {
    return "two-futures";
  }

  @Override
  public String summary() {
    return "two tasks and a reactor: one after the other, then together";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    args.end();

    try (Reactor reactor = new Reactor();
        TaskRuntime runtime = TaskRuntime.start()) {
      // A dry run: loading the classes takes some hundredths of a second, which are not meant.
      var nobody = new PrintStream(OutputStream.nullOutputStream());
      runtime.blockOn(bothInTurn(Tasks.ready(1), Tasks.ready(2), System.nanoTime(), nobody));

      runtime.blockOn(bothInTurn(one(reactor), two(reactor), System.nanoTime(), out));

      long start = System.nanoTime();
      var one = runtime.spawn(one(reactor));
      var two = runtime.spawn(two(reactor));
      runtime.blockOn(bothInTurn(one.asTask(), two.asTask(), start, out));
    }
  }

  private static Task<Integer> one(Reactor reactor) {
    return new Leaf(reactor, 1, Duration.ofSeconds(1));
  }

  private static Task<Integer> two(Reactor reactor) {
    return new Leaf(reactor, 2, Duration.ofSeconds(2));
  }

  private static Task<@Nullable Void> bothInTurn(
      Task<Integer> first, Task<Integer> second, long start, PrintStream out) {
    return Tasks.then(report(first, start, out), reported -> report(second, start, out));
  }

  private static Task<@Nullable Void> report(Task<Integer> task, long start, PrintStream out) {
    return Tasks.map(
        task,
        id -> {
          // Only those that are full, as on a clock.
          long hundredths = (System.nanoTime() - start) / 10_000_000;
          out.printf("Future got %d at time: %d.%02d.%n", id, hundredths / 100, hundredths % 100);
          out.flush();
          return null;
        });
  }
}
