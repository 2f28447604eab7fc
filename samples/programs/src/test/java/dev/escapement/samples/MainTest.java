package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  @Test
  void everyProgramIsThere() {
    assertEquals(
        List.of(
            "jobs",
            "join",
            "job-state-machine",
            "never-wakes",
            "busy-wake",
            "thread-per-sleep",
            "timer-thread",
            "folded-timer",
            "own-event-loop",
            "two-futures",
            "timer-future",
            "stray-unpark",
            "heartbeat",
            "retry",
            "hedge",
            "rate-limiter",
            "lease-keeper",
            "scheduled",
            "two-timers",
            "jobs-on-virtual-threads",
            "a-day-in-a-millisecond",
            "find-the-race",
            "dashboard",
            "soak"),
        Main.PROGRAMS.stream().map(Program::name).toList());
  }

  @Test
  void list_namesEveryProgramWithOneLine() throws Exception {
    Ran ran = Ran.well("list");

    List<String> expected = Main.PROGRAMS.stream().map(p -> p.name() + " " + p.summary()).toList();
    assertEquals(expected, ran.out().stream().map(MainTest::squeezed).toList());
  }

  @Test
  void noArgument_lists() throws Exception {
    assertEquals(Ran.well("list").out(), Ran.well().out());
  }

  @Test
  void unknownName_isNamedAndTheListFollows() throws Exception {
    Ran ran = Ran.of("nonsense");

    List<String> expected = new ArrayList<>();
    expected.add("There is no sample program 'nonsense'. There are:");
    expected.addAll(Ran.well("list").out());
    assertEquals(2, ran.exitCode());
    assertEquals(expected, ran.err());
    assertEquals(List.of(), ran.out());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "jobs x, 'x', 1000000",
        "jobs 0, '0', 1000000",
        "jobs -1, '-1', 1000000",
        "jobs 2000000, '2000000', 1000000",
        "jobs 99999999999, '99999999999', 1000000",
        "jobs --chek, '--chek', 1000000",
        "join 20001, '20001', 20000",
        "job-state-machine 1e3, '1e3', 1000000",
        "thread-per-sleep 10001, '10001', 10000",
        "folded-timer 1.5, '1.5', 1000000",
        "own-event-loop 20001, '20001', 20000",
        "stray-unpark 100001, '100001', 100000",
        "heartbeat 100001, '100001', 100000",
        "rate-limiter 10001, '10001', 10000",
        "jobs-on-virtual-threads 1000001, '1000001', 1000000",
        "dashboard 65536, '65536', 65535",
        "dashboard here, 'here', 65535",
      })
  void badNumber_saysWhatIsWrongAndWhatIsAllowed(String words, String bad, int max)
      throws Exception {
    assertRefused(words, bad + " is not allowed as the number of ", " from 1 to " + max);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "jobs 1 2, '2' is one argument too many, \"the number of jobs, 1 to 1000000; --check\"",
        "jobs --check 1 --check, '--check' is one argument too many, --check",
        "join 1 --check, '--check' is one argument too many, \"the number of jobs, 1 to 20000\"",
        "never-wakes 1, '1' is one argument too many, allowed is none",
        "busy-wake 1, '1' is one argument too many, allowed is none",
        "timer-thread 1, '1' is one argument too many, allowed is none",
        "two-futures 1, '1' is one argument too many, allowed is none",
        "timer-future 1, '1' is one argument too many, allowed is none",
        "retry 1, '1' is one argument too many, allowed is none",
        "hedge 1, '1' is one argument too many, allowed is none",
        "lease-keeper 1, '1' is one argument too many, allowed is none",
        "scheduled 1, '1' is one argument too many, allowed is none",
        "two-timers 1, '1' is one argument too many, allowed is none",
        "a-day-in-a-millisecond 1, '1' is one argument too many, allowed is none",
        "find-the-race 1, '1' is one argument too many, allowed is at most: mended",
        "find-the-race mended 1, '1' is one argument too many, allowed is at most: mended",
        "dashboard 9000 1, '1' is one argument too many, \"the number of the port, 1 to 65535\"",
      })
  void tooManyArguments_saysWhatIsWrongAndWhatIsAllowed(String words, String wrong, String allowed)
      throws Exception {
    assertRefused(words, wrong, allowed);
  }

  private static void assertRefused(String words, String wrong, String allowed) throws Exception {
    Ran ran = Ran.of(words.split(" "));

    assertEquals(2, ran.exitCode());
    assertEquals(List.of(), ran.out());
    assertEquals(1, ran.err().size());
    String said = ran.err().getFirst();
    assertTrue(said.startsWith(words.substring(0, words.indexOf(' ')) + ": "), said);
    assertTrue(said.contains(wrong) && said.endsWith(allowed), said);
  }

  private static String squeezed(String line) {
    return line.strip().replaceAll(" +", " ");
  }
}
