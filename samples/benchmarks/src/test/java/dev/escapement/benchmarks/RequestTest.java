package dev.escapement.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.benchmarks.workloads.Catalog;
import dev.escapement.benchmarks.workloads.Size;
import dev.escapement.benchmarks.workloads.Workload;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
  private static Request.Run run(String... words) {
    return assertInstanceOf(Request.Run.class, Request.of(words));
  }

  @Test
  void noName_asksForEverything() {
    assertEquals(new Request.Run(Catalog.ALL, Size.FULL, 10), run());
  }

  @Test
  void quickAlone_asksForEverythingInOneRound() {
    assertEquals(new Request.Run(Catalog.ALL, Size.QUICK, 1), run("--quick"));
  }

  @Test
  void names_inAnyPlace_areTakenInTheirOrder() {
    Request.Run run = run("w3", "--quick", "w1");
    assertEquals(Size.QUICK, run.size());
    assertEquals(1, run.rounds());
    assertEquals("w3", run.workloads().getFirst().id());
    assertEquals("w1", run.workloads().getLast().id());
  }

  @Test
  void rounds_given_replaceTheDefault() {
    assertEquals(6, run("w3", "--quick", "--rounds", "6").rounds());
    assertEquals(6, run("--rounds", "6").rounds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"w3 --rounds", "w3 --rounds x", "w3 --rounds 0", "w3 --rounds 1001"})
  void rounds_withoutAUsableNumber_areRefused(String line) {
    var refused = assertInstanceOf(Request.Refused.class, Request.of(line.split(" ", -1)));
    assertEquals("--rounds takes a whole number from 1 to 1000.", refused.sentence());
  }

  @Test
  void list_alone_lists() {
    assertInstanceOf(Request.ListAll.class, Request.of("list"));
  }

  @Test
  void jmh_withAndWithoutRegex_isTaken() {
    assertEquals(new Request.Jmh(".*", Size.FULL), Request.of("jmh"));
    assertEquals(new Request.Jmh("Heap", Size.QUICK), Request.of("jmh", "Heap", "--quick"));
  }

  @Test
  void jmh_withWhatIsNoRegex_isRefused() {
    var refused = assertInstanceOf(Request.Refused.class, Request.of("jmh", "(heap"));
    assertEquals("'(heap' is no regular expression: Unclosed group.", refused.sentence());
  }

  @ParameterizedTest
  @ValueSource(strings = {"list w1", "jmh a b"})
  void word_tooMuch_isRefused(String line) {
    assertInstanceOf(Request.Refused.class, Request.of(line.split(" ", -1)));
  }

  @Test
  void name_unknown_isRefusedInOneSentenceWithCodeTwo() throws Exception {
    var err = new ByteArrayOutputStream();
    var out = new ByteArrayOutputStream();
    int code =
        Main.run(
            Request.of("w1", "w11"), Path.of("unused"), new PrintStream(out), new PrintStream(err));
    String said = err.toString(StandardCharsets.UTF_8);
    assertEquals(2, code);
    assertEquals(1, said.lines().count());
    assertTrue(said.startsWith("There is no workload 'w11'; there are w1, w2, w3, "), said);
    assertEquals(0, out.size());
  }

  @Test
  void list_everyWorkload_isNamed() throws Exception {
    var out = new ByteArrayOutputStream();
    int code =
        Main.run(Request.of("list"), Path.of("unused"), new PrintStream(out), new PrintStream(out));
    String said = out.toString(StandardCharsets.UTF_8);
    assertEquals(0, code);
    for (Workload workload : Catalog.ALL) {
      assertTrue(said.contains(workload.id() + " "), said);
    }
  }
}
