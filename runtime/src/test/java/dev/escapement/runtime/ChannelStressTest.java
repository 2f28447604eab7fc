package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks of two runtimes, and two threads, that send and receive, and often think better of it. */
class ChannelStressTest {
  private static final int VALUES = 20_000;

  private record Value(int sender, int number) {}

  private final TaskRuntime a = TaskRuntime.start();
  private final TaskRuntime b = TaskRuntime.start();

  @AfterEach
  void close() {
    a.close();
    b.close();
    WatchdogThread.awaitNone();
  }

  /** Sends; returns what was certainly accepted. A send that was cancelled may have been, too. */
  private static final class Sender implements Task<List<Value>> {
    private final Channel<Value> channel;
    private final int number;
    private final Random random;
    private final List<Value> accepted = new ArrayList<>();
    private int next;
    private Task<Void> waiting;

    Sender(Channel<Value> channel, int number, long seed) {
      this.channel = channel;
      this.number = number;
      this.random = new Random(seed);
    }

    @Override
    public Poll<List<Value>> poll(Context context) throws Exception {
      while (next < VALUES) {
        if (waiting != null && random.nextInt(4) == 0) {
          waiting.cancel();
          waiting = null;
          next++;
          continue;
        }
        Value value = new Value(number, next);
        if (waiting == null) {
          waiting = channel.send(value);
        }
        if (!waiting.poll(context).isReady()) {
          return Poll.pending();
        }
        waiting = null;
        next++;
        accepted.add(value);
      }
      return Poll.ready(accepted);
    }
  }

  /** Receives until the channel is closed and empty. */
  private static final class Receiver implements Task<List<Value>> {
    private final Channel<Value> channel;
    private final Random random;
    private final List<Value> received = new ArrayList<>();
    private Task<Value> waiting;

    Receiver(Channel<Value> channel, long seed) {
      this.channel = channel;
      this.random = new Random(seed);
    }

    @Override
    public Poll<List<Value>> poll(Context context) throws Exception {
      while (true) {
        if (waiting != null && random.nextInt(4) == 0) {
          waiting.cancel();
          waiting = null;
        }
        if (waiting == null) {
          waiting = channel.receive();
        }
        try {
          if (!(waiting.poll(context) instanceof Poll.Ready<Value>(Value value))) {
            return Poll.pending();
          }
          received.add(value);
        } catch (ChannelClosedException end) {
          return Poll.ready(received);
        }
        waiting = null;
      }
    }
  }

  private static FutureTask<List<Value>> thread(Callable<List<Value>> body) {
    FutureTask<List<Value>> task = new FutureTask<>(body);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static List<Value> sendAll(Channel<Value> channel, int sender) {
    List<Value> sent = new ArrayList<>();
    for (int i = 0; i < VALUES; i++) {
      Value value = new Value(sender, i);
      while (!channel.trySend(value)) {
        LockSupport.parkNanos(1_000);
      }
      sent.add(value);
    }
    return sent;
  }

  private static List<Value> receiveAll(Channel<Value> channel) {
    List<Value> received = new ArrayList<>();
    while (true) {
      boolean last = channel.isClosed();
      Optional<Value> value = channel.tryReceive();
      if (value.isPresent()) {
        received.add(value.get());
      } else if (last) {
        return received;
      } else {
        LockSupport.parkNanos(1_000);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}, capacity {1}")
  @CsvSource({"1, 1", "2, 3", "3, 64"})
  void channel_betweenTasksAndThreads_losesNothing(long seed, int capacity) throws Exception {
    Channel<Value> channel = Channel.bounded(capacity);
    List<JoinHandle<List<Value>>> receivers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      receivers.add((i % 2 == 0 ? a : b).spawn(new Receiver(channel, seed + i)));
    }
    FutureTask<List<Value>> receiving = thread(() -> receiveAll(channel));
    List<JoinHandle<List<Value>>> senders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      senders.add((i < 2 ? a : b).spawn(new Sender(channel, i, -seed - i)));
    }
    FutureTask<List<Value>> sending = thread(() -> sendAll(channel, 4));

    List<Value> sent = new ArrayList<>(sending.get(30, TimeUnit.SECONDS));
    for (JoinHandle<List<Value>> sender : senders) {
      sent.addAll(sender.join(Eventually.LIMIT));
    }
    channel.close();
    List<List<Value>> received = new ArrayList<>();
    received.add(receiving.get(30, TimeUnit.SECONDS));
    for (JoinHandle<List<Value>> receiver : receivers) {
      received.add(receiver.join(Eventually.LIMIT));
    }

    Set<Value> all = new HashSet<>();
    for (List<Value> one : received) {
      assertInOrderOfEachSender(one);
      one.forEach(value -> assertTrue(all.add(value), value + " was received twice"));
    }
    assertTrue(all.containsAll(sent), "a value is lost");
    assertEquals(0, channel.size());
    assertTrue(sent.size() > 2 * VALUES, sent.size() + " sent");
  }

  private static void assertInOrderOfEachSender(List<Value> received) {
    int[] latest = {-1, -1, -1, -1, -1};
    for (Value value : received) {
      assertTrue(value.number > latest[value.sender], value + " after " + latest[value.sender]);
      latest[value.sender] = value.number;
    }
  }
}
