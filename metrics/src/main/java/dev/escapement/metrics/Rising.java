package dev.escapement.metrics;

import dev.escapement.runtime.RuntimeSnapshot;
import java.util.function.ToDoubleFunction;

/**
 * A counter's value: figures that the loop changes together may be a step apart, but never fall.
 */
final class Rising {
  private final Readings readings;
  private final ToDoubleFunction<RuntimeSnapshot> read;
  private double highest;

  Rising(Readings readings, ToDoubleFunction<RuntimeSnapshot> read) {
    this.readings = readings;
    this.read = read;
  }

  synchronized double value() {
    double read = this.read.applyAsDouble(readings.latest());
    if (read > highest) { // not so if it is no number any more
      highest = read;
    }
    return highest;
  }
}
