package dev.escapement.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.noop.NoopTimer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;

/** Its timers do not record. */
final class FailingRegistry extends SimpleMeterRegistry {
  FailingRegistry() {
    super(SimpleConfig.DEFAULT, new MockClock());
  }

  @Override
  protected Timer newTimer(
      Meter.Id id, DistributionStatisticConfig distribution, PauseDetector pauses) {
    return new NoopTimer(id) {
      @Override
      public void record(long amount, TimeUnit unit) {
        throw new IllegalStateException("this registry fails");
      }
    };
  }
}
