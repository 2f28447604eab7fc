package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class YieldTest {
  @Test
  void yieldNow_polledByHand_isPendingOnceAndWakes() throws Exception {
    WakeCounter counter = new WakeCounter();
    Task<Void> yield = Tasks.yieldNow();

    assertFalse(yield.poll(counter.context()).isReady());
    assertEquals(1, counter.wakes);
    assertTrue(yield.poll(counter.context()).isReady());
    assertThrows(IllegalStateException.class, () -> yield.poll(counter.context()));
  }

  @Test
  void yieldNow_comesBackBehindAllThatIsReady() {
    try (HandLoop loop = new HandLoop()) {
      List<String> order = new ArrayList<>();
      loop.runtime.spawn(
          Tasks.then(
              Tasks.defer(() -> Tasks.ready(order.add("a1"))),
              value -> Tasks.map(Tasks.yieldNow(), x -> order.add("a2"))));
      loop.runtime.spawn(Tasks.defer(() -> Tasks.ready(order.add("b"))));
      loop.runtime.spawn(Tasks.defer(() -> Tasks.ready(order.add("c"))));
      loop.run();

      assertEquals(List.of("a1", "b", "c", "a2"), order);
    }
  }
}
