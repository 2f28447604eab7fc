package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JoinRefusedTest {
  private final HandLoop loop =
      new HandLoop(0, builder -> builder.uncaughtHandler((name, cause) -> {}));
  private final Probe<String> probe = new Probe<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void join_onTheCarrier_isRefusedAtOnce() {
    JoinHandle<String> ended = loop.runtime.spawn(Tasks.ready(""));
    List<String> refusals = new ArrayList<>();
    loop.run();
    loop.runtime.spawn(
        context -> {
          refusals.add(assertThrows(IllegalStateException.class, ended::join).getMessage());
          refusals.add(
              assertThrows(IllegalStateException.class, () -> ended.join(Duration.ZERO))
                  .getMessage());
          refusals.add(
              assertThrows(IllegalStateException.class, () -> loop.runtime.blockOn(Tasks.ready("")))
                  .getMessage());
          return Poll.ready("");
        });
    loop.run();

    assertEquals(3, refusals.size());
    for (String refusal : refusals) {
      assertTrue(refusal.contains("on the carrier of runtime 'hand'"), refusal);
      assertTrue(refusal.contains("asTask()"), refusal);
    }
  }

  @Test
  void join_whileNobodyDrives_isRefusedWithTheRemedy() {
    JoinHandle<String> handle = loop.runtime.spawn("cook", probe);
    loop.elsewhere(
        () -> {
          var refusal = assertThrows(IllegalStateException.class, handle::join);
          assertTrue(refusal.getMessage().contains("'cook'"), refusal.getMessage());
          assertTrue(refusal.getMessage().contains("blockOn"), refusal.getMessage());
        });
  }
}
