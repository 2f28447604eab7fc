package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A million jobs that sleep one second: done within three, on one carrier thread, with at most 200
 * bytes of heap for each. The program holds these bars itself; where the machine holds it up, it
 * may try again.
 */
class JobsMillionCheck {
  private static final int JOBS = 1_000_000;

  @Test
  void aMillionJobs_inAFreshJvm_holdTheBars() throws Exception {
    Ran ran = Ran.inFreshJvm("jobs", Integer.toString(JOBS), "--check");
    for (int more = 2; more > 0 && wasTooSlow(ran); more--) {
      System.out.println(ran.err());
      ran = Ran.inFreshJvm("jobs", Integer.toString(JOBS), "--check");
    }

    List<String> table = ran.out().stream().filter(line -> !line.matches("\\d*")).toList();
    table.forEach(System.out::println);
    assertEquals(0, ran.exitCode(), "exit code; stderr: " + ran.err());
    ran.assertNumbersUpTo(JOBS);
    ran.assertNoWarnings();
  }

  private static boolean wasTooSlow(Ran ran) {
    return ran.exitCode() != 0
        && ran.err().stream().allMatch(line -> line.contains("the run took"));
  }
}
