package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PollTest {
  @Test
  void ready_ofValue_holdsIt() {
    Poll<String> poll = Poll.ready("a");

    assertTrue(poll.isReady());
    assertEquals("a", assertInstanceOf(Poll.Ready.class, poll).value());
    assertEquals(new Poll.Ready<>("a"), poll);
  }

  @Test
  void ready_ofNull_isReady() {
    Poll<String> poll = Poll.ready(null);

    assertTrue(poll.isReady());
    assertNull(assertInstanceOf(Poll.Ready.class, poll).value());
    assertEquals(new Poll.Ready<String>(null), poll);
  }

  @Test
  void pending_isNotReady_andAllocatesNothing() {
    Poll<String> poll = Poll.pending();

    assertFalse(poll.isReady());
    assertSame(poll, Poll.pending());
    assertEquals(new Poll.Pending<>(), poll);
  }

  @Test
  void poll_inSwitch_needsNoDefault() {
    assertEquals("7", words(Poll.ready(7)));
    assertEquals("not yet", words(Poll.pending()));
  }

  private static String words(Poll<Integer> poll) {
    return switch (poll) {
      case Poll.Ready<Integer>(Integer value) -> value.toString();
      case Poll.Pending<Integer>() -> "not yet";
    };
  }
}
