package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The heap against a sorted map, under seeded random operations. */
class TimerHeapModelTest {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int STEPS = 20_000;

  private record Key(long deadline, long registration) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingLong(Key::deadline).thenComparingLong(Key::registration);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private static final class Entry {
    final TimerHandle timer;
    Key key;

    Entry(TimerHandle timer, Key key) {
      this.timer = timer;
      this.key = key;
    }
  }

  /** How deadlines are drawn. */
  enum Deadlines {
    TIES,
    NARROW,
    ANY,
    AROUND_ZERO,
    NEXT_TO_NEVER,
    EXTREMES;

    long draw(SplittableRandom random) {
      return switch (this) {
        case TIES -> random.nextLong(8);
        case NARROW -> random.nextLong(1_000);
        case ANY -> random.nextLong(NEVER);
        case AROUND_ZERO -> random.nextLong(-3, 4);
        case NEXT_TO_NEVER -> NEVER - 1 - random.nextLong(4);
        case EXTREMES -> random.nextBoolean() ? Long.MIN_VALUE : NEVER - 1;
      };
    }
  }

  private static Stream<Arguments> runs() {
    return Stream.of(Deadlines.values())
        .flatMap(d -> Stream.of(1L, 20260711L).map(seed -> Arguments.of(d, seed)));
  }

  private final Carrier carrier =
      TaskRuntime.builder().withoutOwnThread().timeSource(new HandTime(0)).build().carrier();
  private final TimerHeap heap = new TimerHeap();
  private final TreeMap<Key, Entry> model = new TreeMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private long registrations;

  @ParameterizedTest(name = "deadlines {0}, seed {1}")
  @MethodSource("runs")
  void heap_randomOperations_behavesAsASortedMap(Deadlines deadlines, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < STEPS; step++) {
      boolean growing = step % 6_000 < 2_000;
      int dice = random.nextInt(10);
      if (entries.isEmpty() || dice < (growing ? 5 : 2)) {
        insert(deadlines.draw(random));
      } else if (dice < 7) {
        reschedule(entries.get(random.nextInt(entries.size())), newDeadline(deadlines, random));
      } else if (dice < 8) {
        remove(entries.get(random.nextInt(entries.size())));
      } else {
        takeFirst();
      }
      heap.verify();
      assertEquals(model.size(), heap.size());
    }
    while (!entries.isEmpty()) {
      takeFirst();
      heap.verify();
    }
    assertNull(heap.first());
    assertEquals(NEVER, heap.firstDeadline());
  }

  private long newDeadline(Deadlines deadlines, SplittableRandom random) {
    Entry any = entries.get(random.nextInt(entries.size()));
    return random.nextInt(4) == 0 ? any.key.deadline : deadlines.draw(random);
  }

  private void insert(long deadline) {
    Entry entry =
        new Entry(new TimerHandle(carrier, deadline, () -> {}), new Key(deadline, registrations++));
    model.put(entry.key, entry);
    entries.add(entry);
    heap.insert(entry.timer, deadline);
  }

  private void reschedule(Entry entry, long deadline) {
    model.remove(entry.key);
    entry.key = new Key(deadline, registrations++);
    model.put(entry.key, entry);
    heap.reschedule(entry.timer, deadline);
  }

  private void remove(Entry entry) {
    model.remove(entry.key);
    entries.remove(entry);
    heap.remove(entry.timer);
    assertNull(entry.timer.next);
  }

  private void takeFirst() {
    Entry expected = model.firstEntry().getValue();
    assertEquals(expected.key.deadline, heap.firstDeadline());
    assertSame(expected.timer, heap.first());
    assertEquals(expected.key.deadline, expected.timer.due);
    remove(expected);
  }
}
