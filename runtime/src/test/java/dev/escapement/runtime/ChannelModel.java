package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A channel beside a naive one: lists, and a rule that is applied until nothing changes. Both get
 * the same operations and must agree on every outcome, on every wake-up and on the size.
 */
final class ChannelModel {
  /** A wait of the channel, and what is expected of it. */
  private static final class Wait {
    final Task<?> task;
    final Integer value; // of a send
    final WakeCounter counter = new WakeCounter();
    int wakes;
    boolean served;

    Wait(Task<?> task, Integer value) {
      this.task = task;
      this.value = value;
    }
  }

  private final Random random;
  private final int capacity;
  private final Channel<Integer> channel;
  private final List<Integer> values = new ArrayList<>();
  private final List<Wait> senders = new ArrayList<>();
  private final List<Wait> receivers = new ArrayList<>();

  /** All that was polled and has not ended. */
  private final List<Wait> live = new ArrayList<>();

  private int promised;
  private int next;
  private boolean closed;
  int received;

  ChannelModel(long seed) {
    random = new Random(seed);
    capacity = 1 + random.nextInt(3);
    channel = Channel.bounded(capacity);
  }

  private int free() {
    return values.size() - promised;
  }

  /** The rule: values go to receivers first, then room to senders. */
  private void settle() {
    while (true) {
      if (!receivers.isEmpty() && free() > 0) {
        promised++;
        serve(receivers.removeFirst());
      } else if (!senders.isEmpty() && free() < capacity) {
        values.add(senders.getFirst().value);
        serve(senders.removeFirst());
      } else {
        return;
      }
    }
  }

  private static void serve(Wait first) {
    first.served = true;
    first.wakes++;
  }

  void step() throws Exception {
    switch (random.nextInt(12)) {
      case 0, 1 -> first(new Wait(channel.send(next), next++), senders);
      case 2, 3 -> first(new Wait(channel.receive(), null), receivers);
      case 4 -> trySend();
      case 5 -> tryReceive();
      case 6, 7, 8 -> pollAgain();
      case 9, 10 -> cancel();
      default -> closeSeldom();
    }
    settle();
    assertEquals(free(), channel.size());
    for (Wait wait : live) {
      assertEquals(wait.wakes, wait.counter.wakes, "wakes");
    }
  }

  private void first(Wait wait, List<Wait> line) throws Exception {
    if (!closed || line == receivers) {
      line.add(wait);
      settle();
    }
    wait.wakes = 0; // served at once: nobody to wake
    live.add(wait);
    poll(wait);
  }

  private void poll(Wait wait) throws Exception {
    Context context = wait.counter.context();
    if (closed && !wait.served && wait.value == null && free() > 0) {
      promised++; // was given up by another since the close
      wait.served = true;
    }
    boolean failing = closed && !wait.served;
    if (failing) {
      assertThrows(ChannelClosedException.class, () -> wait.task.poll(context));
    } else {
      Poll<?> expected = Poll.pending();
      if (wait.served) {
        expected = Poll.ready(wait.value == null ? taken() : null);
      }
      assertEquals(expected, wait.task.poll(context));
    }
    if (failing || wait.served) {
      live.remove(wait);
      senders.remove(wait);
      receivers.remove(wait);
    }
  }

  private Integer taken() {
    promised--;
    received++;
    return values.removeFirst();
  }

  private void pollAgain() throws Exception {
    if (!live.isEmpty()) {
      poll(live.get(random.nextInt(live.size())));
    }
  }

  private void cancel() {
    if (!live.isEmpty()) {
      Wait wait = live.remove(random.nextInt(live.size()));
      wait.task.cancel();
      senders.remove(wait);
      receivers.remove(wait);
      if (wait.served && wait.value == null) {
        promised--;
      }
    }
  }

  private void trySend() {
    boolean room = !closed && free() < capacity;
    assertEquals(room, channel.trySend(next));
    if (room) {
      values.add(next++);
    }
  }

  private void tryReceive() {
    Optional<Integer> expected = Optional.empty();
    if (free() > 0) {
      expected = Optional.of(values.removeFirst());
      received++;
    }
    assertEquals(expected, channel.tryReceive());
  }

  private void closeSeldom() {
    if (random.nextInt(50) == 0) {
      assertEquals(!closed, channel.close());
      if (!closed) {
        senders.forEach(wait -> wait.wakes++);
        receivers.forEach(wait -> wait.wakes++);
        senders.clear();
        receivers.clear();
      }
      closed = true;
    }
  }
}
