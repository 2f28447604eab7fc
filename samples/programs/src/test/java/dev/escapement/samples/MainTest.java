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
  @CsvSource({
    "jobs x, jobs: 'x' is not allowed as the number of jobs",
    "jobs 0, jobs: '0' is not allowed as the number of jobs",
    "jobs -1, jobs: '-1' is not allowed as the number of jobs",
    "jobs 2000000, jobs: '2000000' is not allowed as the number of jobs",
    "jobs 99999999999, jobs: '99999999999' is not allowed as the number of jobs",
    "jobs --chek, jobs: '--chek' is not allowed as the number of jobs",
    "jobs 1 2, jobs: '2' is one argument too many",
    "jobs --check 1 --check, jobs: '--check' is one argument too many",
  })
  void badArgument_saysWhatIsWrongAndWhatIsAllowed(String words, String sentence) throws Exception {
    Ran ran = Ran.of(words.split(" "));

    assertEquals(2, ran.exitCode());
    assertEquals(List.of(), ran.out());
    assertEquals(1, ran.err().size());
    String said = ran.err().getFirst();
    assertTrue(said.startsWith(sentence), said);
    assertTrue(said.contains("; allowed is ") && said.contains("1 to 1000000"), said);
  }

  private static String squeezed(String line) {
    return line.strip().replaceAll(" +", " ");
  }
}
