package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.escapement.runtime.spi.TimeSource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class QuantumTest {
  private final Looks time = new Looks();
  private final Quantum quantum = new Quantum(time);
  private final TaskCell<?> piece;
  private int pieces;

  QuantumTest() {
    try (HandLoop loop = new HandLoop()) {
      piece = loop.carrier.cell(null, Tasks.ready(1), "spawn");
    }
  }

  @Test
  void looks_shortPieces_areRarerAndRarer() {
    quantum.begin(time.now);
    work(160, 100);
    assertEquals(List.of(4, 12, 28, 60, 92, 124, 156), time.looks);
  }

  @Test
  void looks_piecesOfSomeMicroseconds_areSixteenMicrosecondsApart() {
    quantum.begin(time.now);
    work(40, 2_000);
    assertEquals(List.of(4, 12, 20, 28, 36), time.looks);
  }

  @Test
  void looks_slowerPiecesAfterShortOnes_areCloserAgain() {
    quantum.begin(time.now);
    work(28, 100);
    work(32, 1_000); // a group of 32 for what 16 would have been right
    work(40, 1_000);
    assertEquals(List.of(4, 12, 28, 60, 76, 92), time.looks);
  }

  @Test
  void looks_tardyPieces_areFourApart() {
    quantum.begin(time.now);
    work(12, 20_000);
    assertEquals(List.of(4, 8, 12), time.looks);
  }

  @Test
  void looks_afterALongPiece_areAfterEachOfTheNext() {
    quantum.begin(time.now);
    work(3, 100);
    work(1, 251_000);
    work(4, 100);
    assertEquals(List.of(4, 5, 6, 7, 8), time.looks);
  }

  @Test
  void looks_onceCareEnds_areFourApartAndThenRarer() {
    quantum.begin(time.now);
    work(3, 100);
    work(1, 250_700); // 251 us for the four: 1,004 looks
    work(1_036, 100);
    assertEquals(
        List.of(1_006, 1_007, 1_008, 1_012, 1_020, 1_036),
        time.looks.subList(1_002, time.looks.size()));
  }

  private void work(int count, long nanos) {
    for (int i = 0; i < count; i++) {
      pieces++;
      time.now += nanos;
      assertFalse(quantum.endsAfter(piece));
    }
  }

  /** A clock that notes after how many pieces it was looked at. */
  private final class Looks implements TimeSource {
    long now;
    final List<Integer> looks = new ArrayList<>();

    @Override
    public long nanoTime() {
      looks.add(pieces);
      return now;
    }

    @Override
    public InstantSource clock() {
      return InstantSource.system();
    }

    @Override
    public void park(long deadlineNanos, BooleanSupplier woken) {}

    @Override
    public void unpark(Thread carrier) {}

    @Override
    public boolean isVirtual() {
      return true;
    }
  }
}
