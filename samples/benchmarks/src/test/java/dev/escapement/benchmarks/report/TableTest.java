package dev.escapement.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.escapement.benchmarks.verdicts.Estimate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void rows_numbersAndText_areAligned() {
    assertEquals(
        List.of("  who      over ms", "  stpe         719", "  a wheel      7.4"),
        Table.rows(
            List.of(List.of("who", "over ms"), List.of("stpe", "719"), List.of("a wheel", "7.4"))));
  }

  @Test
  void number_anySize_hasThreeDigitsThatMatter() {
    assertEquals("0", Numbers.text(0));
    assertEquals("0.123", Numbers.text(0.1234));
    assertEquals("1.23", Numbers.text(1.234));
    assertEquals("12.3", Numbers.text(12.34));
    assertEquals("1,234", Numbers.text(1234.4));
    assertEquals("-", Numbers.text(Double.NaN));
  }

  @Test
  void estimate_intervalOrRange_isToldApart() {
    assertEquals("2.00 [1.00 to 3.00]", Numbers.text(new Estimate(2, 1, 3, 10, true)));
    assertEquals("2.00 (1.00 to 3.00)", Numbers.text(new Estimate(2, 1, 3, 2, false)));
    assertEquals("not measured", Numbers.text(Estimate.of()));
  }
}
