package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording is told, if it asks. */
class FlightRecordingTest {
  private static final String LAG = "dev.escapement.TimerLag";
  private static final String STALL = "dev.escapement.CarrierStall";
  private static final String JUMP = "dev.escapement.ClockJump";

  @TempDir private Path folder;

  private List<RecordedEvent> eventsOf(Recording recording, String runtime) throws IOException {
    recording.stop();
    Path file = Files.createTempFile(folder, "test", ".jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(e -> e.getEventType().getName().startsWith("dev.escapement."))
        .filter(e -> e.getString("runtime").equals(runtime))
        .toList();
  }

  /** Timers that are 0, 2, 5, 20 and 300 milliseconds late. */
  private static void fireLate(HandLoop loop) {
    for (int millis : new int[] {0, 2, 5, 20, 300}) {
      loop.runtime.schedule(Duration.ZERO, () -> {});
      loop.leap(Duration.ofMillis(millis));
    }
  }

  @Test
  void recording_thatAsksForNothing_isToldNothing() throws Exception {
    try (Recording recording = new Recording();
        HandLoop loop = new HandLoop(0, builder -> builder.name("silent"))) {
      recording.start();
      fireLate(loop);
      assertEquals(List.of(), eventsOf(recording, "silent"));
    }
  }

  @Test
  void timerLag_byDefault_isToldBeyondTenMilliseconds() throws Exception {
    assertEquals(List.of(20L, 300L), lagsMillis("by-default", null));
  }

  @Test
  void timerLag_withAThreshold_isToldBeyondIt() throws Exception {
    assertEquals(List.of(5L, 20L, 300L), lagsMillis("low", "2 ms"));
    assertEquals(List.of(300L), lagsMillis("high", "20000us"));
    assertEquals(List.of(), lagsMillis("higher", "1 s"));
  }

  private List<Long> lagsMillis(String name, String threshold) throws Exception {
    try (Recording recording = new Recording();
        HandLoop loop = new HandLoop(0, builder -> builder.name(name))) {
      var settings = recording.enable(LAG);
      if (threshold != null) {
        settings.with("lagThreshold", threshold);
      }
      recording.start();
      fireLate(loop);
      return eventsOf(recording, name).stream().map(e -> e.getDuration("lag").toMillis()).toList();
    }
  }

  @Test
  void timerLag_ofTwoRecordings_goesByTheLowerThreshold() {
    LagThreshold threshold = new LagThreshold();
    assertEquals("900 us", threshold.combine(Set.of("1 ms", "900 us", "2 s", "20 min")));
  }

  @Test
  void timerLag_badThreshold_isToldInASentenceAndChangesNothing() {
    LagThreshold threshold = new LagThreshold();
    for (String bad : List.of("", "ms", "-1 ms", "1.5 ms", "20 min", "1 ms 2", "12345678901 s")) {
      String sentence =
          assertThrows(IllegalArgumentException.class, () -> threshold.setValue(bad)).getMessage();
      assertEquals(
          "lagThreshold is '" + bad + "'; allowed is a whole number and ns, us, ms, s, m, h or d",
          sentence);
      assertEquals(bad, threshold.combine(Set.of(bad)));
    }
    assertEquals(10_000_000, threshold.nanos());
    threshold.setValue("999999999 d");
    assertEquals(Long.MAX_VALUE, threshold.nanos());
  }

  @Test
  void timerLag_badThresholdOfOneOfTwoRecordings_harmsNobody() throws Exception {
    try (Recording other = new Recording()) {
      other.enable(LAG).with("lagThreshold", "20 min");
      other.start();
      assertEquals(List.of(5L, 20L, 300L), lagsMillis("beside-a-bad-one", "2 ms"));
    }
  }

  @Test
  void clockJump_isToldWithItsLength() throws Exception {
    try (Recording recording = new Recording()) {
      recording.enable(JUMP);
      recording.start();
      ClockWatchTest.jump("jumped", 30);
      ClockWatchTest.jump("jumped", -45);
      List<RecordedEvent> jumps = eventsOf(recording, "jumped");
      assertEquals(
          List.of(Duration.ofSeconds(30), Duration.ofSeconds(-45)),
          jumps.stream().map(e -> e.getDuration("jump")).toList());
    }
  }

  @Test
  void stall_isToldWhileItLastsWithTheCarriersStack() throws Exception {
    try (CapturedLog log = new CapturedLog();
        Recording recording = new Recording();
        TaskRuntime runtime =
            TaskRuntime.builder().name("stalled").stallThreshold(Duration.ofMillis(200)).build()) {
      recording.enable(STALL);
      recording.start();
      CountDownLatch release = new CountDownLatch(1);
      runtime.schedule(Duration.ZERO, () -> holdTheCarrier(release));
      Eventually.await("a stall is logged", () -> !log.records.isEmpty());
      List<RecordedEvent> events = eventsOf(recording, "stalled");
      release.countDown();
      assertEquals(1, events.size());
      RecordedEvent stall = events.getFirst();
      assertEquals(Duration.ofMillis(200), stall.getDuration("threshold"));
      assertEquals("stalled-carrier", stall.getThread("carrier").getJavaName());
      assertTrue(
          Stream.of(stall.getString("stack").split("\n", -1))
              .anyMatch(line -> line.contains("FlightRecordingTest.holdTheCarrier")),
          () -> stall.getString("stack"));
    }
  }

  private static void holdTheCarrier(CountDownLatch release) {
    try {
      assertTrue(release.await(2 * Eventually.LIMIT.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
