package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.Waker;
import org.junit.jupiter.api.Test;

class JobStateMachineTest {
  @Test
  void poll_afterItsEnd_isAnErrorThatNamesTheJob() {
    try (Lines lines = Lines.unseen()) {
      var machine = new JobStateMachine.Machine(7, lines);
      machine.cancel();

      var error =
          assertThrows(IllegalStateException.class, () -> machine.poll(Context.of(Waker.noop())));
      assertEquals("job 7 was polled after its end", error.getMessage());
    }
  }
}
