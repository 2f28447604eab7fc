package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveTasksModelTest {
  private final Carrier carrier =
      TaskRuntime.builder().withoutOwnThread().timeSource(new HandTime(0)).build().carrier();
  private final LiveTasks live = new LiveTasks();

  private TaskCell<Object> cell(long id) {
    return new TaskCell<>(carrier, id, null, context -> Poll.pending());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void live_randomOperations_behavesAsASortedMap(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TreeMap<Long, TaskCell<?>> model = new TreeMap<>();
    for (int step = 0; step < 20_000; step++) {
      boolean growing = step % 5_000 < 2_500;
      if (model.isEmpty() || random.nextInt(10) < (growing ? 7 : 2)) {
        TaskCell<?> cell = cell(step);
        model.put(cell.id, cell);
        live.add(cell);
      } else {
        Long at = model.ceilingKey(random.nextLong(model.lastKey() + 1));
        live.remove(model.remove(at));
      }
      assertEquals(model.size(), live.size());
      if (step % 50 == 0) {
        assertEquals(new ArrayList<>(model.values()), live.view());
      }
    }
    for (TaskCell<?> cell : List.copyOf(model.values())) {
      live.remove(cell);
    }
    assertEquals(List.of(), live.view());
  }

  @Test
  void remove_cellThatIsNotThere_doesNothing() {
    TaskCell<?> there = cell(1);
    live.add(there);
    live.remove(cell(2));
    assertEquals(List.of(there), live.view());
    live.remove(there);
    live.remove(there);
    assertEquals(0, live.size());
  }
}
