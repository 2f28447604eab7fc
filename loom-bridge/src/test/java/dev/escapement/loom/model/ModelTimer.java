package dev.escapement.loom.model;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A sleep that is made, awaited, reset and cancelled by several scripts. */
final class ModelTimer {
  private enum Phase {
    NEW,
    ARMED,
    FIRED,
    ENDED,
    CANCELLED
  }

  private final Timeline timeline;
  private final Broken broken;
  private final int number;
  private Phase phase = Phase.NEW;
  private long deadline;
  private int armed;
  private @Nullable Consumer<String> awaiter;

  ModelTimer(Timeline timeline, Broken broken, int number, long nanos) {
    this.timeline = timeline;
    this.broken = broken;
    this.number = number;
    this.deadline = due(nanos);
  }

  private long due(long nanos) {
    return Step.nextAt(timeline.now() + nanos, Step.placeOfTimer(number));
  }

  private void arm() {
    phase = Phase.ARMED;
    int arming = ++armed;
    timeline.at(
        deadline,
        () -> {
          if (phase == Phase.ARMED && arming == armed) {
            phase = Phase.FIRED;
            tell("over");
          }
        });
  }

  private void tell(String result) {
    if (awaiter != null) {
      phase = phase == Phase.FIRED ? Phase.ENDED : phase;
      awaiter.accept(result);
      awaiter = null;
    }
  }

  /** The result if it is over at once; else null, and the result is given to the awaiter. */
  @Nullable String begin(Consumer<String> awaiter) {
    switch (phase) {
      case NEW -> {
        if (deadline <= timeline.now()) {
          phase = Phase.ENDED;
          return "over";
        }
        arm();
      }
      case FIRED -> {
        phase = Phase.ENDED;
        return "over";
      }
      case ENDED -> {
        return "spent";
      }
      case CANCELLED -> {
        return Model.CANCELLED;
      }
      case ARMED -> {}
    }
    this.awaiter = awaiter;
    return null;
  }

  void reset(long nanos) {
    boolean isOver = phase == Phase.FIRED || phase == Phase.ENDED;
    if (broken == Broken.RESET || (broken == Broken.REARM && isOver)) {
      return;
    }
    if (phase != Phase.CANCELLED) {
      deadline = due(nanos);
    }
    if (phase != Phase.CANCELLED && phase != Phase.NEW) {
      arm();
    }
  }

  void cancel() {
    if (phase == Phase.NEW || phase == Phase.ARMED) {
      phase = Phase.CANCELLED;
      tell(Model.CANCELLED);
    }
  }
}
