package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sending and receiving, polled by hand. */
class ChannelTest {
  private final Channel<String> channel = Channel.bounded(2);
  private final WakeCounter counter = new WakeCounter();

  private boolean sent(Task<?> send) throws Exception {
    return send.poll(counter.context()).isReady();
  }

  private void fill(String... values) {
    for (String value : values) {
      assertTrue(channel.trySend(value));
    }
  }

  @Test
  void send_withRoom_isReadyAtItsFirstPoll() throws Exception {
    Task<Void> send = channel.send("a");
    assertEquals(0, channel.size());

    assertTrue(sent(send));

    assertEquals(1, channel.size());
    assertThrows(IllegalStateException.class, () -> sent(send));
    assertEquals(Optional.of("a"), channel.tryReceive());
  }

  @Test
  void send_withoutRoom_isWokenOnceWithItsValueAccepted() throws Exception {
    fill("a", "b");
    Task<Void> send = channel.send("c");
    for (int i = 0; i < 3; i++) {
      assertFalse(sent(send));
    }

    assertEquals(Optional.of("a"), channel.tryReceive());

    assertEquals(1, counter.wakes);
    assertEquals(2, channel.size());
    assertEquals(Optional.of("b"), channel.tryReceive());
    assertEquals(Optional.of("c"), channel.tryReceive());
    assertTrue(sent(send));
    assertEquals(1, counter.wakes);
  }

  @Test
  void send_ofSeveralThatWait_areAcceptedInTheOrderOfTheirFirstPolls() throws Exception {
    fill("a", "b");
    Task<Void> made = channel.send("d");
    Task<Void> polled = channel.send("c");
    assertFalse(sent(polled));
    assertFalse(sent(made));

    List<String> received = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      received.add(channel.tryReceive().orElseThrow());
    }

    assertEquals(List.of("a", "b", "c", "d"), received);
    assertEquals(2, counter.wakes);
  }

  @Test
  void trySend_withoutRoom_isRefused() {
    fill("a", "b");

    assertFalse(channel.trySend("c"));

    assertEquals(2, channel.size());
  }

  @Test
  void trySend_whileAReceiverWaits_isPromisedToItAndTakesNoRoom() throws Exception {
    Task<String> receive = channel.receive();
    assertFalse(receive.poll(counter.context()).isReady());

    fill("a", "b", "c");

    assertEquals(1, counter.wakes);
    assertEquals(2, channel.size());
    assertEquals(Poll.ready("a"), receive.poll(counter.context()));
    assertEquals(2, channel.size());
  }

  @Test
  void receive_withAValue_isReadyAtItsFirstPoll() throws Exception {
    fill("a");
    Task<String> receive = channel.receive();

    assertEquals(Poll.ready("a"), receive.poll(counter.context()));

    assertEquals(0, channel.size());
    String refusal =
        assertThrows(IllegalStateException.class, () -> receive.poll(counter.context()))
            .getMessage();
    assertTrue(refusal.startsWith("a receive, polled by hand, was polled after"), refusal);
  }

  @Test
  void receive_ofSeveralThatWait_areWokenInTheOrderOfTheirFirstPolls() throws Exception {
    List<String> woken = new ArrayList<>();
    Task<String> second = channel.receive();
    Task<String> first = channel.receive();
    assertFalse(first.poll(Context.of(() -> woken.add("first"))).isReady());
    assertFalse(second.poll(Context.of(() -> woken.add("second"))).isReady());

    fill("a");
    assertEquals(List.of("first"), woken);
    assertFalse(second.poll(Context.of(() -> woken.add("second, again"))).isReady());
    fill("b");

    assertEquals(List.of("first", "second, again"), woken);
    assertEquals(Poll.ready("a"), first.poll(counter.context()));
    assertEquals(Poll.ready("b"), second.poll(counter.context()));
  }

  @Test
  void tryReceive_whileAValueIsPromised_doesNotTakeIt() throws Exception {
    Task<String> receive = channel.receive();
    assertFalse(receive.poll(counter.context()).isReady());
    fill("a");

    assertEquals(Optional.empty(), channel.tryReceive());
    assertFalse(channel.receive().poll(counter.context()).isReady());

    assertEquals(Poll.ready("a"), receive.poll(counter.context()));
  }

  @Test
  void waker_thatThrows_harmsNobody() throws Exception {
    Task<String> receive = channel.receive();
    Waker broken =
        () -> {
          throw new IllegalArgumentException("planted");
        };
    assertFalse(receive.poll(Context.of(broken)).isReady());

    try (CapturedLog log = new CapturedLog()) {
      assertTrue(channel.trySend("a"));
      assertEquals(1, log.records.size());
    }

    assertEquals(Poll.ready("a"), receive.poll(counter.context()));
  }

  @Test
  void waits_ofTasks_areWokenFromElsewhereAndTold() {
    try (HandLoop loop = new HandLoop()) {
      JoinHandle<String> receiver = loop.runtime.spawn("receiver", channel.receive());
      loop.run();
      assertEquals("a value from a channel", loop.runtime.dump().tasks().getFirst().waitsFor());
      loop.elsewhere(() -> fill("a", "b", "c"));
      JoinHandle<Void> sender = loop.runtime.spawn("sender", channel.send("d"));
      loop.run();
      assertEquals("a", receiver.toCompletableFuture().resultNow());
      assertEquals("room in a channel", loop.runtime.dump().tasks().getFirst().waitsFor());

      loop.elsewhere(() -> assertEquals(Optional.of("b"), channel.tryReceive()));
      loop.run();

      assertTrue(sender.isDone());
    }
  }
}
