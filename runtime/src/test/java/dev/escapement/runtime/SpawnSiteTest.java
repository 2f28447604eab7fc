package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpawnSiteTest {
  private final HandLoop loop = new HandLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  private TaskDump.Entry only() {
    List<TaskDump.Entry> entries = loop.runtime.dump().tasks();
    assertEquals(1, entries.size());
    return entries.getFirst();
  }

  private TaskDump.Entry waiting(Task<?> task) {
    loop.runtime.spawn("cook", task);
    loop.run();
    TaskDump.Entry entry = only();
    assertEquals(TaskDump.State.WAITING, entry.state());
    return entry;
  }

  @Test
  void site_whenNotAskedFor_isNotRecorded() {
    assertNull(waiting(new Probe<>()).spawnedAt());
  }

  @Test
  void site_whenAskedFor_isTheCallersFrame() {
    try (HandLoop recording = new HandLoop(0, Builder::recordSpawnSites)) {
      recording.runtime.spawn(new Probe<>());
      recording.runtime.spawn("cook", new Probe<>());
      recording.run();

      List<TaskDump.Entry> entries = recording.runtime.dump().tasks();
      assertEquals(List.of("task-1", "cook"), entries.stream().map(e -> e.name()).toList());
      for (TaskDump.Entry entry : entries) {
        assertEquals(SpawnSiteTest.class.getName(), entry.spawnedAt().getClassName());
        assertEquals("site_whenAskedFor_isTheCallersFrame", entry.spawnedAt().getMethodName());
        assertTrue(entry.toString().contains(", spawned at "), entry::toString);
      }
    }
  }
}
