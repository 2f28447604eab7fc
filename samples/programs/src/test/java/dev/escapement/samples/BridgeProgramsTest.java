package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Each of the programs on the bridge prints what it should, and leaves no platform thread behind.
 * Time is real here, so order is asserted, and that nothing is early; upper bounds are seconds.
 */
@ExtendWith(LeavesNoThreads.class)
class BridgeProgramsTest {
  private static final double SECONDS = 15;

  @Test
  void heartbeat_200_eachPointOfTheGridIsABeatOrMissed() throws Exception {
    Ran ran = Ran.well("heartbeat", "200");

    assertEquals(200, ran.number("virtual threads"));
    assertEquals(3 * 200, ran.number("beats") + ran.number("missed beats"));
    assertTrue(ran.number("beats") >= 200, "each beats at least once");
    // The last of the grids begins 199/200 of a period after the first.
    assertBetween(3_995, ran.number("whole run"), 1_000 * SECONDS);
    for (String lag : List.of("loop lag", "resume lag")) {
      assertTrue(ran.number(lag + " p50") <= ran.number(lag + " p99"), lag);
      assertTrue(ran.number(lag + " p99") <= ran.number(lag + " max"), lag);
      assertTrue(ran.number(lag + " max") > 0, lag);
    }
  }

  @Test
  void retry_backsOffWithJitterAndGivesUpAtTheLimit() throws Exception {
    List<String> out = Ran.well("retry").out();

    assertEquals("a call that fails 4 times:", out.getFirst());
    int[] pauses = {20, 40, 80, 160};
    for (int attempt = 1; attempt <= 4; attempt++) {
      int pause = pauses[attempt - 1];
      assertBetween(pause / 2.0, failure(attempt, out.get(attempt)), pause);
    }
    assertEquals("  attempt 5 answered", out.get(5));

    assertEquals("a call that always fails, with a limit of 1000 ms:", out.get(6));
    List<String> failures = out.subList(7, out.size() - 1);
    for (int attempt = 1; attempt <= failures.size(); attempt++) {
      assertBetween(10, failure(attempt, failures.get(attempt - 1)), 200);
    }
    Matcher end =
        Pattern.compile("  gave up after (\\d+) attempts in (\\d+) ms").matcher(out.getLast());
    assertTrue(end.matches(), out.getLast());
    assertEquals(failures.size(), Integer.parseInt(end.group(1)));
    assertBetween(1_000, Double.parseDouble(end.group(2)), 1_000 * SECONDS);
  }

  /** The delay after a failed attempt. */
  private static double failure(int attempt, String line) {
    Matcher parts =
        Pattern.compile("  attempt (\\d+) failed, connection refused; again in (\\d+) ms")
            .matcher(line);
    assertTrue(parts.matches(), line);
    assertEquals(attempt, Integer.parseInt(parts.group(1)), line);
    return Double.parseDouble(parts.group(2));
  }

  @Test
  void hedge_cutsTheTailAndCancelsNoMoreThanItHedged() throws Exception {
    Ran ran = Ran.well("hedge");
    for (int more = 2; more > 0 && !isTailCut(ran); more--) {
      ran = Ran.well("hedge"); // a machine that stands still for a second adds to any tail
    }

    assertEquals(200, ran.number("requests"));
    assertBetween(1, ran.number("hedged"), 200);
    assertTrue(ran.number("cancelled by hedging") <= ran.number("hedged"));
    assertTrue(ran.number("p50 without hedging") >= 10, "never early");
    assertTrue(ran.number("p50 with hedging") >= 10, "never early");
    // 6 of the 200 take a second.
    assertTrue(ran.number("p99 without hedging") >= 1_000, "never early");
    assertTrue(isTailCut(ran));
  }

  private static boolean isTailCut(Ran ran) {
    return ran.number("p99 with hedging") < ran.number("p99 without hedging");
  }

  @Test
  void rateLimiter_500_passTheBurstAndThenTheRate() throws Exception {
    Ran ran = Ran.well("rate-limiter", "500");

    assertEquals(500, ran.number("callers"));
    // 50 at once, and 450 at 500 a second.
    assertBetween(900, ran.number("first to last"), 1_000 * SECONDS);
    assertBetween(450 / SECONDS, ran.number("rate after the burst"), 500);
    assertBetween(1, ran.number("most in 100 ms"), 100);
  }

  @Test
  void rateLimiter_noMoreCallersThanTheBurst_passAtOnce() throws Exception {
    Ran ran = Ran.well("rate-limiter", "1");

    assertEquals("0 ms", ran.row("first to last"));
    assertEquals(0, ran.number("rate after the burst"));
    assertEquals("1, allowed are 100", ran.row("most in 100 ms"));
  }

  @Test
  void leaseKeeper_losesItsLeaseWhileItsClockStandsStill() throws Exception {
    List<String> out = Ran.well("lease-keeper").out();

    List<String> expected =
        List.of(
            "A has the lease for 2000 ms, token 1",
            "A renewed it",
            "A renewed it",
            "A's machine sleeps; its CLOCK_MONOTONIC stands still",
            "the lease has expired on the server; B has it, token 2",
            "B writes with token 2: accepted",
            "A's machine runs again",
            "A's monotonic clock: valid for another # ms, which is wrong",
            "A's wall clock: renewed # ms ago, so it has expired",
            "A writes with token 1: refused",
            "compare the wall clock where it matters, and let a fencing token decide");
    assertEquals(
        expected,
        out.stream().map(line -> line.replaceAll("(another|renewed) \\d+ ms", "$1 # ms")).toList());
    assertBetween(1, number(out.get(7)), 2_000);
    assertBetween(2_000, number(out.get(8)), 1_000 * SECONDS);
  }

  private static double number(String line) {
    return Double.parseDouble(line.replaceAll("\\D", ""));
  }

  @Test
  void scheduled_theSlowTaskHoldsNobodyUp() throws Exception {
    Ran ran = Ran.well("scheduled");

    List<Double> rate = begins("rate", ran);
    List<Double> delay = begins("delay", ran);
    List<Double> slow = begins("slow", ran);
    assertEquals(rate.size(), ran.number("fixed rate"));
    assertEquals(delay.size(), ran.number("fixed delay"));
    assertEquals(slow.size(), ran.number("slow, at the same rate"));
    for (int i = 0; i < rate.size(); i++) {
      assertTrue(rate.get(i) >= 200 * i, () -> "the rate has a run that is early: " + rate);
    }
    // Milliseconds are cut off, so a distance may seem one shorter than it is.
    assertApart(100 + 200 - 1, delay);
    assertApart(1_000 - 1, slow);
    List<String> out = ran.out();
    assertTrue(
        lineOf("slow  begins 1", out) < lineOf("slow  ends 1", out), "the slow one has ended");
    assertTrue(lineOf("rate  begins 2", out) < lineOf("slow  ends 1", out), "rate was held up");
    assertTrue(lineOf("delay begins 2", out) < lineOf("slow  ends 1", out), "delay was held up");
  }

  /** When the runs of a task began, in the order of its runs. */
  private static List<Double> begins(String name, Ran ran) {
    Pattern pattern = Pattern.compile(" *(\\d+) ms  " + name + " +begins (\\d+)");
    List<Double> begins = new ArrayList<>();
    for (String line : ran.out()) {
      Matcher parts = pattern.matcher(line);
      if (parts.matches()) {
        begins.add(Double.valueOf(parts.group(1)));
        assertEquals(begins.size(), Integer.parseInt(parts.group(2)), line);
      }
    }
    return begins;
  }

  private static void assertApart(double least, List<Double> times) {
    for (int i = 1; i < times.size(); i++) {
      assertTrue(times.get(i) - times.get(i - 1) >= least, () -> "too close: " + times);
    }
  }

  private static int lineOf(String end, List<String> out) {
    for (int i = 0; i < out.size(); i++) {
      if (out.get(i).endsWith(end)) {
        return i;
      }
    }
    throw new AssertionError("no line ends with '" + end + "': " + out);
  }

  @Test
  void twoTimers_eachPrintsItsLinesInOrder() throws Exception {
    Ran ran = Ran.well("two-timers");
    List<String> out = ran.out();

    assertEquals("[t1] start", out.get(0));
    assertEquals(
        List.of("[t1] start", "[t1] after 50ms", "[t1] after +30ms (≈80ms total)"),
        ran.linesOf("[t1]"));
    assertEquals(List.of("[t2] start", "[t2] after 10ms"), ran.linesOf("[t2]"));
    assertEquals("all done", out.getLast());
    assertEquals(6, out.size(), out::toString);
  }

  @Test
  void jobsOnVirtualThreads_20000_printInOrder() throws Exception {
    Ran ran = Ran.well("jobs-on-virtual-threads", "20000");

    ran.assertNumbersUpTo(20_000);
    assertEquals(20_000, ran.number("timers fired"));
    assertTrue(ran.row("threads used").startsWith("20000 virtual, on "), ran.row("threads used"));
    assertBetween(1_000, ran.number("whole run"), 1_000 * SECONDS);
    assertBetween(0, ran.number("overtaken by a later job"), 19_999);
    assertTrue(ran.number("loop lag p50") <= ran.number("loop lag max"));
    assertTrue(ran.number("resume lag p50") <= ran.number("resume lag max"));
  }

  private static void assertBetween(double least, double found, double most) {
    assertTrue(least <= found && found <= most, found + " is not in " + least + " to " + most);
  }
}
