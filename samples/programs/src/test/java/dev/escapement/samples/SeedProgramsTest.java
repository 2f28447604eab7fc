package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each of the seed programs prints what it should, and leaves no thread behind. Time is real here,
 * so order is asserted, and that nothing is early; upper bounds are seconds.
 */
@ExtendWith(LeavesNoThreads.class)
class SeedProgramsTest {
  private static final double SECONDS = 15;

  @Test
  void jobs_20000_runTogetherOnOneThread() throws Exception {
    Ran ran = Ran.well("jobs", "20000");

    ran.assertNumbersUpTo(20_000);
    assertEquals(20_001, ran.number("tasks"));
    assertEquals(20_000, ran.number("timers fired"));
    assertTrue(ran.row("threads used").startsWith("1 carrier,"), ran.row("threads used"));
    assertTrue(ran.number("polls") >= 40_001, "a job is polled twice");
    assertBetween(1_000, ran.number("whole run"), 1_000 * SECONDS);
    assertBetween(50, ran.number("bytes per sleeping job"), 400);
    assertTrue(ran.number("lag p50") <= ran.number("lag max"));
    // none, if the machine holds the loop up until all of it is due
    assertBetween(0, ran.number("parks"), ran.number("polls"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jobs", "join", "job-state-machine"})
  void jobs_ofEveryKind_printInOrder(String program) throws Exception {
    Ran.well(program).assertNumbersUpTo(1_000);
  }

  @Test
  void join_pollsTheChildrenInOneTask() throws Exception {
    Ran ran = Ran.well("join", "20");

    ran.assertNumbersUpTo(20);
    assertEquals(1, ran.number("tasks"), "only the parent is a task of the runtime");
    assertTrue(ran.number("polls of its children") >= 40, "each child is polled twice or more");
  }

  @Test
  void jobStateMachine_printsTheNumbersAndNoMore() throws Exception {
    Ran ran = Ran.well("job-state-machine", "20");

    ran.assertNumbersUpTo(20);
    assertEquals(20, ran.out().size());
  }

  @Test
  void neverWakes_theDumpAndTheDeadlockSayThatNothingCanWakeIt() throws Exception {
    List<String> out = Ran.well("never-wakes").out();

    assertEquals(9, out.size(), out::toString);
    assertEquals("A sleep of 50 ms, after 500 ms:", out.get(0));
    assertTrue(out.get(1).startsWith("runtime 'never-wakes' at "), out.get(1));
    assertTrue(out.get(2).contains("'forgetful sleep' waiting, polled 1 times"), out.get(2));
    assertTrue(out.get(2).contains("its last poll took no waker"), out.get(2));
    assertEquals("Closing the runtime ended 'forgetful sleep' as cancelled.", out.get(3));

    assertEquals("The same in virtual time, at once:", out.get(4));
    assertTrue(out.get(5).startsWith("deadlock at 0.000000000 s of virtual time: "), out.get(5));
    assertTrue(out.get(6).contains("'forgetful sleep' waits for nothing: "), out.get(6));
    assertTrue(out.get(6).contains("its last poll took no waker"), out.get(6));
    assertTrue(out.get(6).contains("NeverWakes.java:"), out.get(6));
    assertTrue(out.get(7).contains("'main' waits for task 'forgetful sleep', "), out.get(7));
    assertTrue(out.get(8).contains("Simulation.seeded(0)"), out.get(8));
  }

  @Test
  void busyWake_pollsOftenAndHoldsNobodyUp() throws Exception {
    Ran ran = Ran.well("busy-wake");

    assertEquals(List.of("busy: slept 300 ms", "timer: slept 300 ms"), ran.out().subList(0, 2));
    assertBetween(1, ran.number("polls of the timer"), 2); // one if it is over at the first
    assertTrue(ran.number("polls of the busy sleep") > 100, "busy");
    assertBetween(0, ran.number("a timer beside, at worst"), 5_000);
  }

  @Test
  void threadPerSleep_printsEachNumberOnceAndItsCost() throws Exception {
    Ran ran = Ran.well("thread-per-sleep", "200");

    Set<Integer> numbers = new TreeSet<>();
    ran.out().subList(0, 200).forEach(line -> numbers.add(Integer.valueOf(line)));
    assertEquals(
        IntStream.rangeClosed(1, 200).boxed().collect(Collectors.toSet()), numbers, "each once");
    assertTrue(ran.number("threads, one per sleep") >= 201, "a thread for each");
    assertBetween(1, ran.number("threads, timer heap"), 20);
    assertTrue(ran.row("memory, one per sleep").contains("memory"));
    assertTrue(ran.row("memory, timer heap").endsWith(" MB of heap"));
  }

  @Test
  void timerThread_printsInTheOrderOfTheDeadlines() throws Exception {
    Ran ran = Ran.well("timer-thread");

    assertEquals(
        List.of("[t1] start", "[t1] after 50ms", "[t1] after +30ms (≈80ms total)"),
        ran.linesOf("[t1]"));
    assertEquals(List.of("[t2] start", "[t2] after 10ms"), ran.linesOf("[t2]"));
    // how the two mix is by the clock: a main thread that is held up starts the second one later
    assertEquals("[t1] start", ran.out().getFirst());
    assertEquals("all done", ran.out().getLast());
    assertEquals(6, ran.out().size(), ran.out()::toString);
  }

  @Test
  void foldedTimer_parksOncePerDeadlineAndNeverWhileIdle() throws Exception {
    Ran ran = Ran.well("folded-timer");

    ran.assertNumbersUpTo(1_000);
    assertEquals(5, ran.number("distinct deadlines"));
    // One that was cut short, or ended a little early, makes one more; a loop that was held up over
    // two deadlines makes one less.
    assertBetween(1, ran.number("parks"), 20);
    assertEquals("0 in 500 ms", ran.row("parks while idle"));
  }

  @Test
  void ownEventLoop_runs20000Jobs() throws Exception {
    Ran ran = Ran.well("own-event-loop");

    ran.assertNumbersUpTo(20_000);
    assertTrue(ran.number("polls of the one task") >= 2);
  }

  @Test
  void twoFutures_addUpInTurnAndOverlapTogether() throws Exception {
    List<String> out = Ran.well("two-futures").out();

    assertEquals(4, out.size(), out::toString);
    assertGot(1, 1.00, out.get(0));
    assertGot(2, 3.00, out.get(1));
    assertGot(1, 1.00, out.get(2));
    assertGot(2, 2.00, out.get(3));
  }

  private static void assertGot(int id, double seconds, String line) {
    Matcher parts = Pattern.compile("Future got (\\d) at time: (\\d+\\.\\d\\d)\\.").matcher(line);
    assertTrue(parts.matches(), line);
    assertEquals(id, Integer.parseInt(parts.group(1)), line);
    assertBetween(seconds, Double.parseDouble(parts.group(2)), seconds + SECONDS);
  }

  @Test
  void timerFuture_wakesTheWakerItMovedTo() throws Exception {
    assertEquals(
        List.of(
            "polled by hand: pending",
            "polled by a runtime: pending",
            "completed by a foreign thread: ready",
            "wakes of the first waker: 0"),
        Ran.well("timer-future").out());
  }

  @Test
  void strayUnpark_disturbsNoTimer() throws Exception {
    List<String> out = Ran.well("stray-unpark").out();

    assertEquals(1, out.size(), out::toString);
    assertTrue(out.getFirst().matches("early=0 lost=0 unparks=[1-9]\\d{2,}"), out.getFirst());
  }

  private static void assertBetween(double least, double found, double most) {
    assertTrue(least <= found && found <= most, found + " is not in " + least + " to " + most);
  }
}
