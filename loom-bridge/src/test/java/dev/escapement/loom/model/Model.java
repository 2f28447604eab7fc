package dev.escapement.loom.model;

import dev.escapement.loom.model.Outcome.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a program one step after another: what the library is to do, as naively as can be. */
final class Model {
  static final String VALUE = "value";
  static final String CANCELLED = "cancelled";
  static final String INTERRUPTED = "interrupted";
  static final String UNSTARTED = "unstarted";
  private static final String NOTHING_LEFT = "0 tasks, 0 timers";

  private final Program program;
  private final Broken broken;
  private final List<Run> runs = new ArrayList<>();
  private final Map<Integer, ModelTimer> timers = new HashMap<>();
  private final Map<Integer, Callback> calls = new HashMap<>();
  private final Timeline timeline = new Timeline();
  private final Deque<Run> ready = new ArrayDeque<>();
  private final List<Entry> log = new ArrayList<>();
  private final List<Entry> callbacks = new ArrayList<>();
  private int callsMade;
  private boolean closed;

  private Model(Program program, Broken broken) {
    this.program = program;
    this.broken = broken;
    for (int i = 0; i < program.scripts().size(); i++) {
      runs.add(new Run(i));
    }
  }

  static Outcome run(Program program) {
    return run(program, Broken.NOTHING);
  }

  static Outcome run(Program program, Broken broken) {
    Model model = new Model(program, broken);
    model.runs.getFirst().start();
    model.goOn();
    model.log.sort(null);
    return new Outcome(
        model.log,
        model.callbacks,
        model.runs.stream().map(run -> run.end).toList(),
        NOTHING_LEFT,
        model.closed);
  }

  private void goOn() {
    while (true) {
      for (Run run = ready.poll(); run != null; run = ready.poll()) {
        run.turn();
      }
      if (!timeline.advance()) {
        return;
      }
    }
  }

  private long now() {
    return timeline.now();
  }

  /** The end of the runtime: whoever has not come to his end is cancelled, and no timer is left. */
  private void close(Run closer) {
    closed = true;
    if (broken != Broken.CLOSE) {
      runs.forEach(run -> run.cutOff(run == closer));
      ready.clear();
      timeline.end();
    }
  }

  /** A callback that was scheduled. */
  private static final class Callback {
    boolean over;
  }

  /** A script under way. */
  private final class Run {
    private final int number;
    private final Program.Script script;
    private final List<Run> joiners = new ArrayList<>();
    private String end = UNSTARTED;
    private boolean ended;
    private boolean cancelled;
    private boolean interrupted;
    private int step;
    private int waits;
    private String given;
    private ModelTimer awaited;
    private long ticksFrom = -1;
    private long nextTick = 1;

    Run(int number) {
      this.number = number;
      this.script = program.scripts().get(number);
    }

    void start() {
      end = "";
      ready.add(this);
    }

    private boolean isOver() {
      return !end.isEmpty();
    }

    /** A task ends in its next turn; of a thread the handle ends at once, and it is interrupted. */
    boolean cancel() {
      if (isOver() || cancelled) {
        return false;
      }
      if (broken == Broken.CANCEL) {
        return true;
      }
      cancelled = true;
      if (script.thread()) {
        endsAs(CANCELLED);
        interrupted = true;
      }
      ready.add(this);
      return true;
    }

    /** A thread is interrupted, but for two: a limit says what happened, the closer is refused. */
    private void cutOff(boolean closes) {
      if (!end.equals(UNSTARTED) && !ended) {
        ended = true;
        endsAs(CANCELLED);
        if (script.thread() && !closes && !(script.steps().get(step) instanceof Step.Limit)) {
          log.add(new Entry(now(), number, step, INTERRUPTED));
        }
      }
    }

    private void endsAs(String how) {
      if (!isOver()) {
        end = how;
        joiners.forEach(joiner -> joiner.give(how));
      }
    }

    void give(String result) {
      given = result;
      ready.add(this);
    }

    private void giveAt(long time, String result) {
      stillAt(time, () -> give(result));
    }

    /** Does something at a time, unless the wait has ended by then. */
    private void stillAt(long time, Runnable happens) {
      int wait = waits;
      timeline.at(
          time,
          () -> {
            if (wait == waits && !ended) {
              happens.run();
            }
          });
    }

    void turn() {
      if (ended) {
        return;
      }
      if (cancelled && !script.thread()) {
        abandonWait();
        ended = true;
        endsAs(CANCELLED);
        return;
      }
      if (given != null) {
        done(given);
      } else if (step > 0 || waits > 0) {
        if (!interrupted) {
          return; // still waits
        }
        interruptNow();
        return;
      }
      while (!ended && step < script.steps().size()) {
        Step next = script.steps().get(step);
        String result;
        if (isWait(next)) {
          if (interrupted) {
            interruptNow();
            return;
          }
          waits++;
          result = begin(next);
          if (result == null) {
            return;
          }
        } else {
          result = act(next);
        }
        done(result);
      }
      if (!ended) {
        ended = true;
        endsAs(VALUE);
      }
    }

    private void done(String result) {
      log.add(new Entry(now(), number, step, result));
      given = null;
      awaited = null;
      waits++;
      step++;
    }

    private void abandonWait() {
      if (awaited != null) {
        awaited.cancel();
      }
    }

    private void interruptNow() {
      abandonWait();
      log.add(new Entry(now(), number, step, INTERRUPTED));
      ended = true;
      endsAs(INTERRUPTED);
    }

    private static boolean isWait(Step step) {
      return switch (step) {
        case Step.Sleep s -> true;
        case Step.Align s -> true;
        case Step.Join s -> true;
        case Step.Limit s -> true;
        case Step.Race s -> true;
        case Step.Tick s -> true;
        case Step.AwaitTimer s -> true;
        case Step.Close s -> true;
        default -> false;
      };
    }

    /** The result of a wait that is over at once; else null. */
    private String begin(Step wait) {
      switch (wait) {
        case Step.Sleep(long nanos) -> giveAt(now() + nanos, "slept");
        case Step.Align() -> giveAt(Step.nextAt(now() + 1, number), "slept");
        case Step.Limit(long limit, long nanos) ->
            giveAt(
                now() + (broken == Broken.LIMIT ? nanos : Math.min(limit, nanos)),
                nanos < limit || broken == Broken.LIMIT ? "done" : "late");
        case Step.Race(long first, long second) ->
            giveAt(now() + Math.min(first, second), first < second ? "first" : "second");
        case Step.Tick(long period) -> {
          return tick(period);
        }
        case Step.Join(int script) -> {
          Run other = runs.get(script);
          if (other == this || other.isOver()) {
            return other == this ? UNSTARTED : other.end;
          }
          other.joiners.add(this);
        }
        case Step.AwaitTimer(int timer) -> {
          ModelTimer begun = timers.get(timer);
          String atOnce = begun.begin(this::give);
          awaited = atOnce == null ? begun : null;
          return atOnce;
        }
        case Step.Close() -> stillAt(Step.nextAt(now() + 1, number), () -> close(this));
        default -> throw new AssertionError(wait);
      }
      return null;
    }

    private String tick(long period) {
      if (ticksFrom < 0) {
        ticksFrom = now();
      }
      long due = ticksFrom + nextTick * period;
      long missed = due <= now() ? (now() - due) / period : 0;
      nextTick += missed;
      String result = nextTick + " at " + (ticksFrom + nextTick * period) + " missed " + missed;
      nextTick++;
      if (due <= now()) {
        return result;
      }
      giveAt(due, result);
      return null;
    }

    private String act(Step step) {
      return switch (step) {
        case Step.Start(int script) -> {
          Run other = runs.get(script);
          if (!other.end.equals(UNSTARTED) || other == this) {
            yield "again";
          }
          other.start();
          yield "started";
        }
        case Step.Cancel(int script) -> {
          Run other = runs.get(script);
          yield other.end.equals(UNSTARTED) || other == this
              ? UNSTARTED
              : String.valueOf(other.cancel());
        }
        case Step.Interrupt(int script) -> {
          Run other = runs.get(script);
          if (other.end.equals(UNSTARTED) || !other.script.thread() || other.ended) {
            yield "no thread";
          }
          other.interrupted = broken != Broken.INTERRUPT;
          ready.add(other);
          yield "sent";
        }
        case Step.NewTimer(int timer, long nanos) -> {
          timers.put(timer, new ModelTimer(timeline, broken, timer, nanos));
          yield "made";
        }
        case Step.Reset(int timer, long nanos) -> {
          ModelTimer known = timers.get(timer);
          if (known == null) {
            yield "none";
          }
          known.reset(nanos);
          yield "reset";
        }
        case Step.CancelTimer(int timer) -> {
          ModelTimer known = timers.get(timer);
          if (known == null) {
            yield "none";
          }
          known.cancel();
          yield "done";
        }
        case Step.Call(int callback, long nanos) -> {
          var made = new Callback();
          int call = callsMade++;
          calls.put(callback, made);
          long due = Step.nextAt(now() + nanos, Step.OF_CALLBACKS);
          timeline.at(
              due,
              () -> {
                if (!made.over) {
                  made.over = true;
                  callbacks.add(new Entry(now(), callback, call, "called"));
                }
              });
          yield "scheduled";
        }
        case Step.CancelCall(int callback) -> {
          Callback known = calls.get(callback);
          if (known == null) {
            yield "none";
          }
          boolean prevented = !known.over;
          known.over = known.over || broken != Broken.CANCEL_CALL;
          yield String.valueOf(prevented);
        }
        default -> throw new AssertionError(step);
      };
    }
  }
}
