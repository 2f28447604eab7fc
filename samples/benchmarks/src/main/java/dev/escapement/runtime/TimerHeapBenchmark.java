package dev.escapement.runtime;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The heap alone, with timers that are spread over a second. */
@State(Scope.Thread)
public class TimerHeapBenchmark {
  static final long SPAN = 1_000_000_000;

  @Param({"1000", "100000", "1000000"})
  int pending;

  private final SplittableRandom random = new SplittableRandom(1);
  private TimerHeap heap = new TimerHeap();
  private Timer[] timers = {};
  private long now;

  @Setup
  public void fill() {
    Carrier carrier = TaskRuntime.builder().withoutOwnThread().build().carrier();
    heap = new TimerHeap();
    timers = new Timer[pending];
    for (int i = 0; i < pending; i++) {
      timers[i] = new TimerHandle(carrier, 0, () -> {});
      heap.insert(timers[i], random.nextLong(SPAN));
    }
  }

  /** Any timer leaves, and comes again. */
  @Benchmark
  public void insertAndCancel() {
    Timer timer = timers[random.nextInt(pending)];
    heap.remove(timer);
    heap.insert(timer, now + random.nextLong(SPAN));
  }

  /** The first timer fires, and comes again. */
  @Benchmark
  public void insertAndFire() {
    Timer first = heap.first();
    if (first == null) {
      throw new AssertionError("the heap is empty");
    }
    now = first.due;
    heap.remove(first);
    heap.insert(first, now + random.nextLong(SPAN));
  }

  /** A new timer is the first, and leaves at once. */
  @Benchmark
  public void insertFirstAndCancel() {
    Timer timer = timers[0];
    heap.remove(timer);
    heap.insert(timer, now);
  }
}
