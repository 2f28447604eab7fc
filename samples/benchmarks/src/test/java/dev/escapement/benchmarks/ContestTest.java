package dev.escapement.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.benchmarks.workloads.Catalog;
import dev.escapement.benchmarks.workloads.Contender;
import dev.escapement.benchmarks.workloads.Size;
import dev.escapement.benchmarks.workloads.Workload;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** W8, whose only bar is 1.4 times the best rate, with figures that are made up. */
class ContestTest {
  private static final Workload LIMITS = Catalog.find("w8").orElseThrow();

  @TempDir private Path directory;

  private final List<String> turns = new ArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private int run(Size size, int rounds, double ours) throws Exception {
    return run(
        size,
        rounds,
        (workload, contender, asked) -> {
          double rate = contender.id().equals("escapement") ? ours : 1;
          return new Outcome.Measured(Map.of("limits Mops/s", rate), Map.of());
        });
  }

  private int run(Size size, int rounds, Measurer measurer) throws Exception {
    Measurer noting =
        (workload, contender, asked) -> {
          turns.add(contender.id());
          return measurer.measure(workload, contender, asked);
        };
    var request = new Request.Run(List.of(LIMITS), size, rounds);
    var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new Contest(request, directory, out, noting).run();
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static List<String> contenders() {
    return LIMITS.contenders().stream().map(Contender::id).toList();
  }

  @Test
  void rounds_letEverybodyRunOnceEach_andBeginWithAnotherOne() throws Exception {
    run(Size.FULL, 3, 2);
    int all = contenders().size();
    List<String> firsts = List.of(turns.get(0), turns.get(all), turns.get(2 * all));
    assertEquals(contenders().subList(0, 3), firsts);
    for (int round = 0; round < 3; round++) {
      List<String> seen = turns.subList(round * all, (round + 1) * all);
      assertEquals(contenders().stream().sorted().toList(), seen.stream().sorted().toList());
    }
  }

  @Test
  void bar_thatIsCleared_endsWith0() throws Exception {
    assertEquals(0, run(Size.FULL, 10, 1.5));
    assertTrue(printed().contains("Bars cleared: 1"), this::printed);
  }

  @Test
  void bar_thatIsMissed_endsWith3AndIsNamed() throws Exception {
    assertEquals(3, run(Size.FULL, 10, 1.3));
    String missed = "missed: w8, escapement, limits Mops/s at least 1.4 x the best of 5";
    assertTrue(printed().contains(missed), this::printed);
  }

  @ParameterizedTest
  @CsvSource({"FULL, 9", "QUICK, 10"})
  void bar_inTooFewRounds_orInTheQuickForm_isUndecided(Size size, int rounds) throws Exception {
    assertEquals(0, run(size, rounds, 1.3));
    assertTrue(printed().contains("Bars undecided: 1"), this::printed);
  }

  @Test
  void peer_thatBreaksItsPromise_endsWith1() throws Exception {
    int code =
        run(
            Size.FULL,
            10,
            (workload, contender, asked) ->
                contender.id().equals("fjp")
                    ? new Outcome.Failed("1 of its timers was early")
                    : new Outcome.Measured(Map.of("limits Mops/s", 1.0), Map.of()));
    assertEquals(1, code);
    assertTrue(printed().contains("fjp FAILED: 1 of its timers was early"), this::printed);
  }

  @Test
  void file_hasTheRatiosOfOursAndOfTheFloors() throws Exception {
    run(Size.FULL, 10, 1.5);
    String json = Files.readString(directory.resolve("results-full.json"));
    assertTrue(json.contains("\"ours\" : \"escapement\""), json);
    assertTrue(json.contains("\"ours\" : \"queue-floor\""), json);
  }
}
