package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadyQueueTest {
  private final Carrier carrier =
      TaskRuntime.builder().withoutOwnThread().timeSource(new HandTime(0)).build().carrier();
  private final ReadyQueue queue = new ReadyQueue();

  private Work work() {
    return new TimerHandle(carrier, 0, () -> {});
  }

  @Test
  void poll_empty_isNull() {
    assertNull(queue.poll());
    assertTrue(queue.isEmpty());
    assertEquals(0, queue.size());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void queue_randomOperations_behavesAsADeque(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ArrayDeque<Work> model = new ArrayDeque<>();
    for (int phase = 0; phase < 12; phase++) {
      int share = random.nextInt(1, 10);
      int steps = random.nextInt(40_000);
      for (int i = 0; i < steps; i++) {
        if (random.nextInt(10) < share) {
          Work work = work();
          queue.add(work);
          model.add(work);
        } else {
          assertSame(model.poll(), queue.poll());
        }
        assertEquals(model.size(), queue.size());
      }
    }
    while (!model.isEmpty()) {
      assertSame(model.poll(), queue.poll());
    }
    assertTrue(queue.isEmpty());
  }
}
