package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Waits that are given up: no value is lost, none is received twice. */
class ChannelCancelTest {
  private final Channel<String> channel = Channel.bounded(1);
  private final WakeCounter counter = new WakeCounter();

  private Task<String> waitingReceive() throws Exception {
    Task<String> receive = channel.receive();
    assertFalse(receive.poll(counter.context()).isReady());
    return receive;
  }

  private Task<Void> waitingSend(String value) throws Exception {
    Task<Void> send = channel.send(value);
    assertFalse(send.poll(counter.context()).isReady());
    return send;
  }

  @Test
  void receive_cancelledWhileItWaits_leavesTheLine() throws Exception {
    Task<String> first = waitingReceive();
    Task<String> second = waitingReceive();
    first.cancel();

    assertTrue(channel.trySend("a"));

    assertEquals(1, counter.wakes);
    assertEquals(Poll.ready("a"), second.poll(counter.context()));
    assertThrows(IllegalStateException.class, () -> first.poll(counter.context()));
  }

  @Test
  void receive_cancelledAfterItWasPromisedAValue_passesItOn() throws Exception {
    Task<String> first = waitingReceive();
    Task<String> second = waitingReceive();
    assertTrue(channel.trySend("a"));
    assertEquals(1, counter.wakes);

    first.cancel();

    assertEquals(2, counter.wakes);
    assertEquals(0, channel.size());
    assertEquals(Poll.ready("a"), second.poll(counter.context()));
  }

  @Test
  void receive_cancelledWithNobodyBehindIt_leavesTheValueInItsPlace() throws Exception {
    Task<String> first = waitingReceive();
    Task<String> second = waitingReceive();
    for (String value : new String[] {"a", "b", "c"}) {
      assertTrue(channel.trySend(value));
    }

    first.cancel();
    second.cancel();

    assertEquals(3, channel.size());
    assertFalse(channel.trySend("d"));
    for (String value : new String[] {"a", "b", "c"}) {
      assertEquals(Optional.of(value), channel.tryReceive());
    }
  }

  @Test
  void send_waitingBehindAnOverfullChannel_waitsUntilThereIsRoom() throws Exception {
    Task<String> receive = waitingReceive();
    assertTrue(channel.trySend("a"));
    assertTrue(channel.trySend("b"));
    Task<Void> send = waitingSend("c");
    receive.cancel();

    assertEquals(Optional.of("a"), channel.tryReceive());
    assertFalse(send.poll(counter.context()).isReady());
    assertEquals(Optional.of("b"), channel.tryReceive());

    assertTrue(send.poll(counter.context()).isReady());
    assertEquals(Optional.of("c"), channel.tryReceive());
  }

  @Test
  void send_cancelledWhileItWaits_isNeverReceived() throws Exception {
    assertTrue(channel.trySend("a"));
    Task<Void> first = waitingSend("b");
    Task<Void> second = waitingSend("c");
    first.cancel();

    assertEquals(Optional.of("a"), channel.tryReceive());

    assertTrue(second.poll(counter.context()).isReady());
    assertEquals(Optional.of("c"), channel.tryReceive());
    assertEquals(Optional.empty(), channel.tryReceive());
    assertThrows(IllegalStateException.class, () -> first.poll(counter.context()));
  }

  @Test
  void send_cancelledAfterItsValueWasAccepted_staysAccepted() throws Exception {
    assertTrue(channel.trySend("a"));
    Task<Void> send = waitingSend("b");
    assertEquals(Optional.of("a"), channel.tryReceive());

    send.cancel();

    assertEquals(Optional.of("b"), channel.tryReceive());
  }

  @Test
  void wait_cancelledBeforeItsFirstPoll_isGone() {
    Task<String> receive = channel.receive();
    Task<Void> send = channel.send("a");
    receive.cancel();
    send.cancel();

    assertEquals(0, channel.size());
    assertThrows(IllegalStateException.class, () -> receive.poll(counter.context()));
    assertThrows(IllegalStateException.class, () -> send.poll(counter.context()));
  }

  @Test
  void receive_withALimitThatIsOver_leavesTheNextValueToOthers() {
    try (HandLoop loop = new HandLoop()) {
      JoinHandle<String> limited =
          loop.runtime.spawn(loop.runtime.timeout(Duration.ofSeconds(1), channel.receive()));
      JoinHandle<String> patient = loop.runtime.spawn(channel.receive());
      loop.advance(Duration.ofSeconds(1));
      assertTrue(limited.toCompletableFuture().exceptionNow() instanceof TimeoutException);

      loop.elsewhere(() -> assertTrue(channel.trySend("a")));
      loop.run();

      assertEquals("a", patient.toCompletableFuture().resultNow());
    }
  }

  @Test
  void receive_whoseTaskIsCancelledOnceItIsPromisedAValue_passesItOn() {
    try (HandLoop loop = new HandLoop()) {
      JoinHandle<String> first = loop.runtime.spawn(channel.receive());
      JoinHandle<String> second = loop.runtime.spawn(channel.receive());
      loop.run();

      loop.elsewhere(
          () -> {
            assertTrue(channel.trySend("a"));
            assertTrue(first.cancel());
          });
      loop.run();

      assertEquals("a", second.toCompletableFuture().resultNow());
    }
  }
}
