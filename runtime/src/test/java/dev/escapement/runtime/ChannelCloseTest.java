package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelCloseTest {
  private final Channel<Integer> channel = Channel.bounded(1);
  private final WakeCounter counter = new WakeCounter();

  private void assertClosed(Task<?> wait) {
    assertEquals(
        "the channel is closed",
        assertThrows(ChannelClosedException.class, () -> wait.poll(counter.context()))
            .getMessage());
    String after =
        assertThrows(IllegalStateException.class, () -> wait.poll(counter.context())).getMessage();
    assertTrue(after.contains("was polled after its end"), after);
  }

  @Test
  void close_once_isTold() {
    assertFalse(channel.isClosed());

    assertTrue(channel.close());
    assertFalse(channel.close());

    assertTrue(channel.isClosed());
  }

  @Test
  void close_withValuesInside_letsThemBeReceived() throws Exception {
    assertTrue(channel.trySend(1));
    channel.close();

    assertFalse(channel.trySend(2));
    assertClosed(channel.send(2));
    assertEquals(1, channel.size());
    assertEquals(Poll.ready(1), channel.receive().poll(counter.context()));
    assertClosed(channel.receive());
    assertEquals(Optional.empty(), channel.tryReceive());
  }

  @Test
  void close_whileManyReceiversWait_failsThemInOrder() throws Exception {
    List<Integer> woken = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    List<Task<Integer>> receives = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      Task<Integer> receive = channel.receive();
      assertFalse(receive.poll(Context.of(() -> woken.add(number))).isReady());
      receives.add(receive);
      expected.add(number);
    }

    channel.close();

    assertEquals(expected, woken);
    receives.forEach(this::assertClosed);
  }

  @Test
  void close_whileManySendersWait_failsThemAndDropsTheirValues() throws Exception {
    assertTrue(channel.trySend(-1));
    List<Task<Void>> sends = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Task<Void> send = channel.send(i);
      assertFalse(send.poll(counter.context()).isReady());
      sends.add(send);
    }

    channel.close();

    assertEquals(1_000, counter.wakes);
    assertEquals(Optional.of(-1), channel.tryReceive());
    assertEquals(Optional.empty(), channel.tryReceive());
    sends.forEach(this::assertClosed);
  }

  @Test
  void close_afterASendWasAccepted_leavesItSo() throws Exception {
    assertTrue(channel.trySend(1));
    Task<Void> send = channel.send(2);
    assertFalse(send.poll(counter.context()).isReady());
    assertEquals(Optional.of(1), channel.tryReceive());

    channel.close();

    assertTrue(send.poll(counter.context()).isReady());
    assertEquals(Optional.of(2), channel.tryReceive());
  }

  @Test
  void close_afterAReceiverWasPromisedAValue_keepsTheValueForIt() throws Exception {
    Task<Integer> receive = channel.receive();
    assertFalse(receive.poll(counter.context()).isReady());
    assertTrue(channel.trySend(1));

    channel.close();

    assertClosed(channel.receive());
    assertEquals(Poll.ready(1), receive.poll(counter.context()));
  }

  @Test
  void receive_promisedAValueAndCancelledAfterClose_leavesItToBeReceived() throws Exception {
    Task<Integer> receive = channel.receive();
    assertFalse(receive.poll(counter.context()).isReady());
    assertTrue(channel.trySend(1));
    channel.close();

    receive.cancel();

    assertEquals(Poll.ready(1), channel.receive().poll(counter.context()));
  }

  @Test
  void wait_cancelledAfterClose_isGone() throws Exception {
    Task<Integer> receive = channel.receive();
    assertFalse(receive.poll(counter.context()).isReady());
    channel.close();

    receive.cancel();

    assertThrows(IllegalStateException.class, () -> receive.poll(counter.context()));
  }

  @Test
  void close_ofTheRuntimeThatPolls_takesItsWaitsOut() throws Exception {
    try (HandLoop loop = new HandLoop()) {
      loop.runtime.spawn(channel.receive());
      loop.run();
    }

    assertTrue(channel.trySend(1));

    assertEquals(Optional.of(1), channel.tryReceive());
  }
}
