package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The programs in virtual time print what they should, and the same each time they are run. */
@ExtendWith(LeavesNoThreads.class)
class SimulationSamplesTest {
  private static final String HASH = "[0-9a-f]{32}";

  @Test
  void aDay_hasABeatAMinuteOrMissesIt() throws Exception {
    Ran ran = Ran.well("a-day-in-a-millisecond");

    assertEquals("24 h", ran.row("virtual time"));
    assertEquals(3, ran.number("nodes"));
    // The server is down at the very end of the day, so the last point of the grid has no beat yet.
    assertEquals(3 * 24 * 60, ran.number("heartbeats") + ran.number("missed heartbeats"));
    assertTrue(ran.number("missed heartbeats") >= 3 * 4 * 29, "four outages of 30 minutes");
    assertTrue(ran.number("retries") > 400, "one call in ten fails");
    assertTrue(ran.row("trace hash").matches(HASH), ran.row("trace hash"));
  }

  @Test
  void aDay_runTwice_differsInRealTimeOnly() throws Exception {
    assertEquals(
        withoutRealTime(Ran.well("a-day-in-a-millisecond")),
        withoutRealTime(Ran.well("a-day-in-a-millisecond")));
  }

  private static List<String> withoutRealTime(Ran ran) {
    return ran.out().stream().filter(line -> !line.startsWith("real time ")).toList();
  }

  @Test
  void findTheRace_findsTheBugAndTheSeedShowsItAgain() throws Exception {
    List<String> out = Ran.well("find-the-race").out();

    Matcher found =
        Pattern.compile(
                "seed (\\d+): two leaders at once: '([ab])' has written with token (\\d+),"
                    + " after '([ab])' with token (\\d+)")
            .matcher(out.get(1));
    assertTrue(found.matches(), out.get(1));
    int seed = Integer.parseInt(found.group(1));
    assertTrue(2 <= seed && seed <= 100, out.get(1));
    assertEquals("seeds before " + seed + ": one leader at a time", out.getFirst());
    assertEquals(Set.of("a", "b"), Set.of(found.group(2), found.group(4)), out.get(1));
    assertTrue(Integer.parseInt(found.group(3)) < Integer.parseInt(found.group(5)), out.get(1));

    List<String> trace = out.subList(2, 17);
    assertTrue(
        trace.stream().allMatch(line -> line.matches("  \\d+\\.\\d{9} s .*")), out::toString);
    assertTrue(trace.getLast().endsWith(" poll '" + found.group(2) + "'"), trace.getLast());

    Matcher hash = Pattern.compile("trace hash +(" + HASH + ")").matcher(out.get(17));
    Matcher again = Pattern.compile("  the seed again +(" + HASH + ")").matcher(out.get(18));
    assertTrue(hash.matches() && again.matches(), out::toString);
    assertEquals(hash.group(1), again.group(1), "the trace of the same seed");
    assertEquals(19, out.size());
  }

  @Test
  void findTheRace_runTwice_printsTheSame() throws Exception {
    assertEquals(Ran.well("find-the-race"), Ran.well("find-the-race"));
  }

  @Test
  void findTheRace_mended_survives2000Seeds() throws Exception {
    List<String> out = Ran.well("find-the-race", "mended").out();

    assertEquals("seeds 1 to 2000: one leader at a time", out.getFirst());
    assertTrue(out.get(1).matches("late writes refused: [1-9]\\d*"), "nobody was late: " + out);
    assertEquals(2, out.size());
  }
}
