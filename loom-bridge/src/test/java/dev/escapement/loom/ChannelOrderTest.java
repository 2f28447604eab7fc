package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.escapement.runtime.Channel;
import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Threads and tasks share a channel: by every seed, each sender's values come in its order. */
class ChannelOrderTest {
  private static final int VALUES = 20;
  private static final int SENDERS = 4;

  private record Item(int sender, int number) {}

  @Test
  void channel_byAnySeed_isFirstInFirstOut() throws Exception {
    for (long seed = 0; seed < 300; seed++) {
      try (Simulation simulation =
          Simulation.builder().seed(seed).lateness(Duration.ofMillis(2)).build()) {
        LoomBridge bridge = LoomBridge.of(simulation.runtime());
        Channel<Item> channel = Channel.bounded(3);
        for (int sender = 0; sender < SENDERS; sender++) {
          int me = sender;
          if (sender % 2 == 0) {
            var _ = bridge.fork("sender-" + sender, () -> sendAll(bridge, channel, me));
          } else {
            var _ = simulation.runtime().spawn("sender-" + sender, new Sender(channel, me));
          }
        }
        List<Item> received = simulation.run(bridge.blocking(() -> receiveAll(bridge, channel)));
        for (int sender = 0; sender < SENDERS; sender++) {
          int me = sender;
          List<Integer> numbers =
              received.stream().filter(i -> i.sender() == me).map(Item::number).toList();
          assertEquals(numbers.stream().sorted().toList(), numbers, "seed " + seed);
          assertEquals(VALUES, numbers.size(), "seed " + seed);
        }
      }
    }
  }

  private static boolean sendAll(LoomBridge bridge, Channel<Item> channel, int sender)
      throws Exception {
    for (int i = 0; i < VALUES; i++) {
      bridge.await(channel.send(new Item(sender, i)));
    }
    return true;
  }

  private static List<Item> receiveAll(LoomBridge bridge, Channel<Item> channel) throws Exception {
    List<Item> received = new ArrayList<>();
    while (received.size() < SENDERS * VALUES) {
      received.add(bridge.await(channel.receive()));
    }
    return received;
  }

  private static final class Sender implements Task<Boolean> {
    private final Channel<Item> channel;
    private final int sender;
    private int next;
    private Task<Void> sending;

    Sender(Channel<Item> channel, int sender) {
      this.channel = channel;
      this.sender = sender;
      this.sending = channel.send(new Item(sender, 0));
    }

    @Override
    public Poll<Boolean> poll(Context context) throws Exception {
      while (sending.poll(context).isReady()) {
        if (++next == VALUES) {
          return Poll.ready(true);
        }
        sending = channel.send(new Item(sender, next));
      }
      return Poll.pending();
    }
  }
}
