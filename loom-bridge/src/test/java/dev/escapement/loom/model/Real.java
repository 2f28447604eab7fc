package dev.escapement.loom.model;

import dev.escapement.loom.LoomBridge;
import dev.escapement.loom.model.Outcome.Entry;
import dev.escapement.runtime.Interval;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.RuntimeSnapshot;
import dev.escapement.runtime.Sleep;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import dev.escapement.runtime.TimerHandle;
import dev.escapement.runtime.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program by the library, in virtual time. One thread at a time runs, and the baton orders
 * their accesses.
 */
final class Real {
  private final Program program;
  private final TaskRuntime runtime;
  private final LoomBridge bridge;
  private final long origin;
  private final List<Entry> log = new ArrayList<>();
  private final List<Entry> callbacks = new ArrayList<>();
  private final List<@Nullable JoinHandle<String>> handles = new ArrayList<>();
  private final List<@Nullable Thread> threads = new ArrayList<>();
  private final List<@Nullable Interval> intervals = new ArrayList<>();
  private final Map<Integer, Sleep> timers = new HashMap<>();
  private final Map<Integer, TimerHandle> calls = new HashMap<>();
  private int callsMade;
  private boolean closed;

  private Real(Program program, Simulation simulation) {
    this.program = program;
    this.runtime = simulation.runtime();
    this.bridge = LoomBridge.of(runtime);
    this.origin = runtime.nanoTime();
    for (int i = 0; i < program.scripts().size(); i++) {
      handles.add(null);
      threads.add(null);
      intervals.add(null);
    }
  }

  static Outcome run(Program program, long seed) {
    try (Simulation simulation = Simulation.seeded(seed)) {
      Real real = new Real(program, simulation);
      real.start(0);
      simulation.runUntilIdle();
      return real.outcome();
    }
  }

  private Outcome outcome() {
    log.sort(null);
    RuntimeSnapshot last = runtime.snapshot();
    String left = last.tasks().live() + " tasks, " + last.timers().pending() + " timers";
    // closing the simulation will interrupt whoever waits for ever
    return new Outcome(
        List.copyOf(log),
        List.copyOf(callbacks),
        handles.stream().map(Real::end).toList(),
        left,
        closed);
  }

  private static String end(@Nullable JoinHandle<String> handle) {
    if (handle == null) {
      return Model.UNSTARTED;
    }
    if (!handle.isDone()) {
      return "";
    }
    var future = handle.toCompletableFuture();
    return future.isCancelled() ? Model.CANCELLED : future.join();
  }

  long now() {
    return runtime.nanoTime() - origin;
  }

  private Task<?> until(long time) {
    return runtime.sleepUntil(origin + time);
  }

  private static Duration nanos(long nanos) {
    return Duration.ofNanos(nanos);
  }

  void log(int script, int step, String result) {
    log.add(new Entry(now(), script, step, result));
  }

  private String start(int number) {
    if (handles.get(number) != null) {
      return "again";
    }
    Program.Script script = program.scripts().get(number);
    String name = "script-" + number;
    handles.set(
        number,
        script.thread()
            ? bridge.fork(name, () -> runOnThread(number, script.steps()))
            : runtime.spawn(name, new ScriptTask(this, number, script.steps())));
    return "started";
  }

  private String runOnThread(int number, List<Step> steps) throws Exception {
    threads.set(number, Thread.currentThread());
    int at = 0;
    try {
      for (; at < steps.size(); at++) {
        log(number, at, onThread(number, steps.get(at)));
      }
      return Model.VALUE;
    } catch (InterruptedException e) {
      log(number, at, Model.INTERRUPTED);
      return Model.INTERRUPTED;
    } finally {
      threads.set(number, null);
    }
  }

  private String onThread(int number, Step step) throws Exception {
    switch (step) {
      case Step.Sleep(long nanos) -> {
        bridge.sleep(nanos(nanos));
        return "slept";
      }
      case Step.Align() -> {
        bridge.sleepUntil(origin + Step.nextAt(now() + 1, number));
        return "slept";
      }
      case Step.Close() -> {
        bridge.sleepUntil(origin + Step.nextAt(now() + 1, number));
        return bridge.await(close());
      }
      case Step.Limit(long limit, long nanos) -> {
        try {
          return bridge.withTimeout(
              nanos(limit),
              () -> {
                bridge.sleep(nanos(nanos));
                return "done";
              });
        } catch (TimeoutException e) {
          return "late";
        }
      }
      default -> {
        Task<String> wait = wait(number, step);
        return wait == null ? act(number, step) : bridge.await(wait);
      }
    }
  }

  /** What a script waits for; null for a step that does not wait. */
  @Nullable Task<String> wait(int number, Step step) {
    return switch (step) {
      case Step.Sleep(long nanos) -> Tasks.map(runtime.sleep(nanos(nanos)), over -> "slept");
      case Step.Align() -> Tasks.map(until(Step.nextAt(now() + 1, number)), over -> "slept");
      case Step.Limit(long limit, long nanos) ->
          orElse(
              Tasks.map(runtime.timeout(nanos(limit), runtime.sleep(nanos(nanos))), o -> "done"),
              TimeoutException.class,
              "late");
      case Step.Race(long first, long second) ->
          Tasks.race(
              List.of(
                  Tasks.map(runtime.sleep(nanos(first)), over -> "first"),
                  Tasks.map(runtime.sleep(nanos(second)), over -> "second")));
      case Step.Tick(long period) -> Tasks.map(interval(number, period).tick(), this::tick);
      case Step.Join(int script) -> join(number, script);
      case Step.AwaitTimer(int timer) -> new TimerWait(timers.get(timer));
      case Step.Close() -> Tasks.then(until(Step.nextAt(now() + 1, number)), over -> close());
      default -> null;
    };
  }

  private Task<String> close() {
    closed = true;
    runtime.close();
    return new Promise<String>().asTask();
  }

  private String tick(Interval.Tick tick) {
    return tick.index() + " at " + (tick.scheduledNanos() - origin) + " missed " + tick.missed();
  }

  private Interval interval(int number, long period) {
    Interval known = intervals.get(number);
    if (known == null) {
      known = runtime.interval(nanos(period));
      intervals.set(number, known);
    }
    return known;
  }

  private Task<String> join(int number, int script) {
    JoinHandle<String> handle = handles.get(script);
    return handle == null || script == number
        ? Tasks.ready(Model.UNSTARTED)
        : orElse(handle.asTask(), CancellationException.class, Model.CANCELLED);
  }

  private static Task<String> orElse(
      Task<String> task, Class<? extends Exception> expected, String result) {
    return Tasks.recover(
        task, cause -> expected.isInstance(cause) ? Tasks.ready(result) : Tasks.failed(cause));
  }

  /** A step that does not wait. */
  String act(int number, Step step) {
    return switch (step) {
      case Step.Start(int script) -> script == number ? "again" : start(script);
      case Step.Cancel(int script) -> {
        JoinHandle<String> handle = handles.get(script);
        yield handle == null || script == number
            ? Model.UNSTARTED
            : String.valueOf(handle.cancel());
      }
      case Step.Interrupt(int script) -> {
        Thread thread = threads.get(script);
        if (thread == null) {
          yield "no thread";
        }
        thread.interrupt();
        yield "sent";
      }
      case Step.NewTimer(int timer, long nanos) -> {
        timers.put(timer, runtime.sleepUntil(origin + due(timer, nanos)));
        yield "made";
      }
      case Step.Reset(int timer, long nanos) -> {
        Sleep known = timers.get(timer);
        if (known != null) {
          known.reset(nanos(due(timer, nanos) - now()));
        }
        yield known == null ? "none" : "reset";
      }
      case Step.CancelTimer(int timer) -> {
        Sleep known = timers.get(timer);
        if (known != null) {
          known.cancel();
        }
        yield known == null ? "none" : "done";
      }
      case Step.Call(int callback, long nanos) -> {
        int call = callsMade++;
        long due = Step.nextAt(now() + nanos, Step.OF_CALLBACKS);
        calls.put(
            callback,
            runtime.schedule(
                nanos(due - now()),
                () -> callbacks.add(new Entry(now(), callback, call, "called"))));
        yield "scheduled";
      }
      case Step.CancelCall(int callback) -> {
        TimerHandle known = calls.get(callback);
        yield known == null ? "none" : String.valueOf(known.cancel());
      }
      default -> throw new AssertionError(step);
    };
  }

  private long due(int timer, long nanos) {
    return Step.nextAt(now() + nanos, Step.placeOfTimer(timer));
  }
}
