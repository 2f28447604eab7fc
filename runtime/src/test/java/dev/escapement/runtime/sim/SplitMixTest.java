package dev.escapement.runtime.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SplitMixTest {
  @Test
  void next_ofAKnownSeed_isThePublishedSequence() {
    SplitMix generator = new SplitMix(1234567);
    long[] published = {
      6457827717110365317L,
      3203168211198807973L,
      Long.parseUnsignedLong("9817491932198370423"),
      4593380528125082431L,
      Long.parseUnsignedLong("16408922859458223821")
    };
    assertArrayEquals(published, LongStream.generate(generator::next).limit(5).toArray());
  }

  @Test
  void below_everyBound_staysBelow() {
    SplitMix generator = new SplitMix(1);
    for (long bound : new long[] {1, 2, 3, 1000, Long.MAX_VALUE}) {
      for (int i = 0; i < 1_000; i++) {
        long drawn = generator.below(bound);
        assertTrue(drawn >= 0 && drawn < bound, () -> drawn + " below " + bound);
      }
    }
  }

  /** What a seed means must never change: these are the first draws of seed 1. */
  @Test
  void purposes_ofASeed_areFixed() {
    assertEquals(-4821238428601093339L, SplitMix.of(1, 1).next());
    assertEquals(-3245177477913270351L, SplitMix.of(1, 2).next());
    assertEquals(6438799874866767806L, SplitMix.of(1, 3).next());
  }
}
