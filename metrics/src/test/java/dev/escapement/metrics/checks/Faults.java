package dev.escapement.metrics.checks;

import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The faults that are injected. */
final class Faults {
  /** The runtime, and the alert of all that have virtual threads. */
  static final String SATURATED = "saturated";

  static final String SHARED = "EscapementVirtualThreadsSaturated";

  /** The runtime whose wall clock can be set. */
  static final String JUMPED = "jumped";

  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration LASTS = Duration.ofSeconds(5);
  private static final Duration COMPUTATION = Duration.ofMillis(600);

  /**
   * What a loop that has no time shows; on a busy machine it stands in line for a processor too.
   */
  private static final Set<String> LATE =
      Set.of(
          "EscapementTimerLagHigh",
          "EscapementTimersOverdue",
          "EscapementTicksMissed",
          "EscapementProcessorShort");

  /** What is true of every runtime where the machine itself is late. */
  static final Set<String> OF_A_LATE_MACHINE =
      Set.of(
          "EscapementTimerLagHigh",
          "EscapementTimersOverdue",
          "EscapementTicksMissed",
          "EscapementProcessorShort",
          SHARED);

  private static final Set<String> LATE_AND_HOGGED =
      Set.of(
          "EscapementTimerLagHigh",
          "EscapementTimersOverdue",
          "EscapementTicksMissed",
          "EscapementProcessorShort",
          "EscapementCarrierHogged");

  private static final int BURST = 300_000;
  private static final int BATCH = 10_000;

  /** What each does; without it, a fast machine fires them all within a tenth of a second. */
  private static final Duration BURST_WORK = Duration.ofNanos(2_000);

  private static final Duration BURST_AHEAD = Duration.ofSeconds(6);

  private Faults() {}

  /** In the order of injection: the last one is felt by all runtimes of this JVM. */
  static List<Fault> all() {
    return List.of(
        new Fault("hogged", "EscapementCarrierHogged", LATE, AT_ONCE, LASTS, Faults::hog),
        // a poll is a stall once it has lasted for the threshold
        new Fault(
            "stalled",
            "EscapementCarrierStalled",
            LATE_AND_HOGGED,
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Faults::stall),
        // a timer is not a tenth of a second late before that
        new Fault(
            "burst", "EscapementTimerBurst", LATE, Duration.ofMillis(100), LASTS, Faults::burst),
        new Fault("ticks", "EscapementTicksMissed", Set.of(), AT_ONCE, LASTS, Faults::missTicks),
        new Fault(
            "flooded", "EscapementInboxFlooded", LATE_AND_HOGGED, AT_ONCE, LASTS, Faults::flood),
        // the loop compares its clocks once a second
        new Fault(
            JUMPED,
            "EscapementClockJumped",
            Set.of(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Faults::jump),
        new Fault("churn", "EscapementTimerChurn", Set.of(), AT_ONCE, LASTS, Faults::churn),
        // that a thread is late is known once it gets its turn
        new Fault(SATURATED, SHARED, Set.of(), COMPUTATION, LASTS, Faults::saturate));
  }

  private static Instant hog(Subject subject) {
    var _ = subject.runtime.spawn("hog", slowPolls(Duration.ofMillis(200)));
    return Instant.now();
  }

  private static Instant stall(Subject subject) {
    var _ =
        subject.runtime.spawn(
            "blocks",
            context -> {
              Thread.sleep(2_500);
              return Poll.ready(true);
            });
    return Instant.now();
  }

  /** The timers are made beforehand, on the carrier; the fault is that all are due at once. */
  private static Instant burst(Subject subject) throws InterruptedException {
    long due = subject.runtime.nanoTime() + BURST_AHEAD.toNanos();
    Instant moment = Instant.now().plus(BURST_AHEAD);
    CountDownLatch made = new CountDownLatch(BURST / BATCH);
    for (int i = 0; i < BURST / BATCH; i++) {
      subject.runtime.schedule(
          Duration.ofMillis(20L * i),
          () -> {
            for (int j = 0; j < BATCH; j++) {
              subject.runtime.schedule(
                  Duration.ofNanos(due - subject.runtime.nanoTime()), () -> spin(BURST_WORK));
            }
            made.countDown();
          });
    }
    if (!made.await(BURST_AHEAD.toMillis() - 100, TimeUnit.MILLISECONDS)) {
      throw new AssertionError("this machine is too slow to make the timers in time");
    }
    Thread.sleep(Duration.between(Instant.now(), moment));
    return moment;
  }

  private static Instant missTicks(Subject subject) {
    var _ =
        subject.runtime.spawn(
            "slow ticks",
            subject.ticks(subject.runtime.interval(Duration.ofMillis(5)), Duration.ofMillis(50)));
    return Instant.now();
  }

  /** While slow polls leave the loop little time, another thread schedules many timers. */
  private static Instant flood(Subject subject) {
    for (int i = 0; i < 4; i++) {
      var _ = subject.runtime.spawn("slow", slowPolls(Duration.ofMillis(40)));
    }
    Instant moment = Instant.now();
    var producer =
        new Thread(
            () -> {
              while (Instant.now().isBefore(moment.plus(LASTS.dividedBy(2)))) {
                for (int i = 0; i < 4_000; i++) {
                  subject.runtime.schedule(Duration.ofHours(1), () -> {});
                }
                spin(Duration.ofMillis(8));
              }
            },
            "producer");
    producer.start();
    return moment;
  }

  private static Instant jump(Subject subject) {
    subject.clock.jump(Duration.ofHours(1));
    return Instant.now();
  }

  private static Instant churn(Subject subject) {
    Instant moment = Instant.now();
    subject.again(
        Duration.ofMillis(10),
        () -> {
          for (int i = 0; i < 4_000 && Instant.now().isBefore(moment.plus(LASTS)); i++) {
            var _ = subject.runtime.schedule(Duration.ofSeconds(30), () -> {}).cancel();
          }
        });
    return moment;
  }

  /** The only carrier of virtual threads is held for long, again and again. */
  private static Instant saturate(Subject subject) {
    Instant moment = Instant.now();
    var _ =
        subject.bridge.fork(
            "computes",
            () -> {
              while (Instant.now().isBefore(moment.plus(LASTS))) {
                spin(COMPUTATION);
                Thread.sleep(20); // time enough for all that wait, of every runtime
              }
              return true;
            });
    return moment;
  }

  private static Task<Boolean> slowPolls(Duration each) {
    Instant end = Instant.now().plus(LASTS);
    return context -> {
      spin(each);
      if (Instant.now().isAfter(end)) {
        return Poll.ready(true);
      }
      context.waker().wake();
      return Poll.pending();
    };
  }

  private static void spin(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
