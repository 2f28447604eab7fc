package dev.escapement.runtime.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.Promise;
import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HoldTest {
  private static final int ROUNDS = 500;

  @Test
  void promise_completedUnderAHold_comesBeforeTheClockMoves() throws Exception {
    try (Simulation simulation = Simulation.seeded(0)) {
      TaskRuntime runtime = simulation.runtime();
      for (int i = 0; i < ROUNDS; i++) {
        Promise<Integer> reply = new Promise<>();
        int value = i;
        Hold hold = simulation.hold("a reply");
        Thread outside =
            Thread.ofPlatform()
                .start(
                    () -> {
                      reply.complete(value);
                      hold.close();
                    });
        assertEquals(i, simulation.run(runtime.timeout(Duration.ofSeconds(1), reply.asTask())));
        outside.join();
      }
      assertEquals(Duration.ZERO, simulation.elapsed());
    }
  }

  @Test
  void condition_setUnderAHold_isSeenBeforeTheClockMoves() throws Exception {
    try (Simulation simulation = Simulation.seeded(0)) {
      simulation.runtime().schedule(Duration.ofSeconds(1), () -> {});
      for (int i = 0; i < ROUNDS; i++) {
        AtomicBoolean done = new AtomicBoolean();
        Hold hold = simulation.hold("a flag");
        Thread outside =
            Thread.ofPlatform()
                .start(
                    () -> {
                      done.set(true);
                      hold.close();
                    });
        assertTrue(simulation.runUntil(done::get, Duration.ofHours(1)));
        outside.join();
      }
      assertEquals(Duration.ZERO, simulation.elapsed());
    }
  }

  @Test
  void hold_closedTwice_releasesOnce() {
    try (Simulation simulation = Simulation.seeded(0)) {
      Hold hold = simulation.hold("twice");
      hold.close();
      hold.close();
      simulation.advance(Duration.ofSeconds(1));
      assertEquals(Duration.ofSeconds(1), simulation.elapsed());
    }
  }
}
