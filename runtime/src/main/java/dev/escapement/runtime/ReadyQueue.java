package dev.escapement.runtime;

import org.jspecify.annotations.Nullable;

/**
 * First in, first out; a ring that grows and, once empty, gives a large array back. Confined to the
 * carrier. In a simulation another order is chosen ({@link DirectedQueue}).
 *
 * <p>The ring is an array of Object: each store into one of an interface would search the
 * interfaces of what is stored. For the same reason {@link #poll} asks for the two classes that are
 * work.
 */
sealed class ReadyQueue permits DirectedQueue {
  private static final int MIN_CAPACITY = 256;
  private static final int KEPT_CAPACITY = 1 << 14;

  private @Nullable Object[] ring = new @Nullable Object[MIN_CAPACITY];
  private int head;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(Work work) {
    if (size == ring.length) {
      grow();
    }
    ring[(head + size) & (ring.length - 1)] = work;
    size++;
  }

  @Nullable Work poll() {
    if (size == 0) {
      return null;
    }
    Object work = ring[head];
    ring[head] = null;
    head = (head + 1) & (ring.length - 1);
    size--;
    if (size == 0 && ring.length > KEPT_CAPACITY) {
      ring = new @Nullable Object[MIN_CAPACITY];
      head = 0;
    }
    return work instanceof TaskCell<?> cell ? cell : (TimerHandle) work;
  }

  /** When the next work is ready that is not yet; never, unless resumptions are late. */
  long nextTime() {
    return Deadlines.NEVER;
  }

  /** Takes what is left, whether ready or not. */
  @Nullable Work pollAny() {
    return poll();
  }

  private void grow() {
    @Nullable Object[] larger = new @Nullable Object[ring.length * 2];
    int firstPart = ring.length - head;
    System.arraycopy(ring, head, larger, 0, firstPart);
    System.arraycopy(ring, 0, larger, firstPart, head);
    ring = larger;
    head = 0;
  }
}
