package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.Waker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinByHandTest {
  private final List<String> log = new ArrayList<>();
  private final Context context = Context.of(Waker.noop());

  /** Ready at its n-th poll; another poll is an error. */
  private final class Child implements Task<Integer> {
    private final String name;
    private final int readyAt;
    private int polls;
    private Waker seen = Waker.noop();

    Child(String name, int readyAt) {
      this.name = name;
      this.readyAt = readyAt;
    }

    @Override
    public Poll<Integer> poll(Context polling) {
      polls++;
      assertTrue(polls <= readyAt, () -> name + " was polled after it was ready");
      log.add(name + polls);
      seen = polling.waker();
      return polls == readyAt ? Poll.ready(polls) : Poll.pending();
    }

    @Override
    public void cancel() {
      log.add(name + " cancelled");
    }
  }

  @Test
  void poll_someReady_pollsOnlyTheOthersAgainInOrder() throws Exception {
    var join =
        new JoinByHand(
            List.of(new Child("a", 2), new Child("b", 1), new Child("c", 3), new Child("d", 2)));

    assertFalse(join.poll(context).isReady());
    assertFalse(join.poll(context).isReady());
    assertTrue(join.poll(context).isReady());

    assertEquals(List.of("a1", "b1", "c1", "d1", "a2", "c2", "d2", "c3"), log);
    assertEquals(8, join.childPolls());
  }

  @Test
  void poll_withAnotherWaker_handsItToTheChildren() throws Exception {
    Child child = new Child("a", 3);
    var join = new JoinByHand(List.of(child));
    Waker first = () -> {};
    Waker second = () -> {};

    assertFalse(join.poll(Context.of(first)).isReady());
    assertSame(first, child.seen);
    assertFalse(join.poll(Context.of(second)).isReady());
    assertSame(second, child.seen);
  }

  @Test
  void poll_noChildren_isReady() throws Exception {
    assertTrue(new JoinByHand(List.of()).poll(context).isReady());
  }

  @Test
  void cancel_cancelsWhoeverIsLeft() throws Exception {
    var join = new JoinByHand(List.of(new Child("a", 1), new Child("b", 2)));
    assertFalse(join.poll(context).isReady());

    join.cancel();

    assertEquals(List.of("a1", "b1", "b cancelled"), log);
  }
}
