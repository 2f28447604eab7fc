package dev.escapement.metrics.checks;

import static dev.escapement.metrics.checks.Situation.ALL_LAG;
import static dev.escapement.metrics.checks.Situation.BUSY;
import static dev.escapement.metrics.checks.Situation.LONGEST_POLL;
import static dev.escapement.metrics.checks.Situation.OVERDUE;
import static dev.escapement.metrics.checks.Situation.SCHEDULER_DELAY;
import static dev.escapement.metrics.checks.Situation.STALLS;
import static dev.escapement.metrics.checks.Situation.THROTTLED;
import static dev.escapement.metrics.checks.Situation.WAITING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard's verdict on made-up situations, as Prometheus's own test tool computes it. */
class DashboardVerdictCheck {
  private static final int ON_TIME = 0;
  private static final int LOOP = 1;
  private static final int MACHINE = 2;
  private static final int NOT_SEEN = 3;
  private static final int JDK_SCHEDULER = 4;

  @TempDir Path home;

  @Test
  void verdict_onMadeUpSituations_namesWhoIsToBlame() throws Exception {
    String verdict = Dashboard.read().query("Verdict").filled();
    for (Situation situation : situations()) {
      assertEquals("", complaint(situation, verdict), situation::name);
      assertFalse(
          complaint(situation.withVerdict(situation.verdict() + 1), verdict).isEmpty(),
          () -> situation.name() + " would pass with any verdict");
      System.out.printf("%-32s verdict %d%n", situation.name(), situation.verdict());
    }
    System.out.println(situations().size() + " situations, each with its verdict and no other");
  }

  private static List<Situation> situations() {
    Situation healthy = Situation.of("all is well", ON_TIME);
    Situation saturated =
        Situation.of("a busy loop", LOOP).withLateTimers().with(BUSY, "0+0.95x60");
    Situation notSeen = Situation.of("nothing to be seen", NOT_SEEN).withLateTimers();
    return List.of(
        healthy,
        healthy.untold(),
        Situation.of("busy, and on time", ON_TIME).with(BUSY, "0+0.95x60"),
        Situation.of("timers that do not fire", ON_TIME).with(ALL_LAG, "0x60"),
        saturated,
        saturated.untold(),
        Situation.of("a poll that blocks", LOOP).with(OVERDUE, "0+1x60").with(BUSY, "0+1x60"),
        Situation.of("a stall just now", LOOP).withLateTimers().with(STALLS, "0x30 1x30"),
        Situation.of("long polls", LOOP).withLateTimers().with(LONGEST_POLL, "0.02x60"),
        Situation.of("no processor", MACHINE).withLateTimers().with(WAITING, "0+0.05x60"),
        Situation.of("no processor for a busy loop", MACHINE)
            .withLateTimers()
            .with(WAITING, "0+0.5x60")
            .with(BUSY, "0+0.95x60"),
        Situation.of("throttled", MACHINE).withLateTimers().with(THROTTLED, "0+0.3x60"),
        Situation.of("throttled, threads late", MACHINE)
            .withLateThreads()
            .with(THROTTLED, "0+0.3x60"),
        notSeen,
        notSeen.untold(),
        Situation.of("threads alone are late", JDK_SCHEDULER).withLateThreads(),
        Situation.of("no thread runs at all", JDK_SCHEDULER).with(SCHEDULER_DELAY, "1+1x60"));
  }

  /** What promtool says if the verdict is another; else nothing. */
  private String complaint(Situation situation, String verdict)
      throws IOException, InterruptedException {
    Path file = home.resolve("situation.yml");
    Files.writeString(file, new ObjectMapper().writeValueAsString(situation.asTest(verdict)));
    Path log = home.resolve("log");
    int status;
    try {
      status =
          new ProcessBuilder("promtool", "test", "rules", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
    } catch (IOException e) {
      throw new IllegalStateException(
          "this check needs the program 'promtool'; on Debian, install the package 'prometheus'",
          e);
    }
    String said = Files.readString(log);
    assertTrue(status == 0 || said.contains("got:"), said); // a mistake in the test itself
    return status == 0 ? "" : said;
  }
}
