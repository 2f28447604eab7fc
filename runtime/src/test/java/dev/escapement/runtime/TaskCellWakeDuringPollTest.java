package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskCellWakeDuringPollTest {
  private final HandLoop loop = new HandLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void wake_duringThePoll_makesOneMorePollBehindTheOthers() {
    List<String> order = new ArrayList<>();
    loop.runtime.spawn(
        context -> {
          order.add("woken");
          if (order.size() > 1) {
            return Poll.ready(null);
          }
          context.waker().wake();
          context.waker().wake();
          return Poll.pending();
        });
    loop.runtime.spawn(
        context -> {
          order.add("other");
          return Poll.ready(null);
        });

    loop.run();

    assertEquals(List.of("woken", "other", "woken"), order);
  }

  @Test
  void wake_fromElsewhereDuringThePoll_isNotLost() {
    int[] polls = {0};
    JoinHandle<String> handle =
        loop.runtime.spawn(
            context -> {
              if (polls[0]++ == 0) {
                loop.elsewhere(() -> context.waker().wake());
                return Poll.pending();
              }
              return Poll.ready("");
            });

    loop.run();

    assertTrue(handle.isDone());
    assertEquals(2, polls[0]);
    assertTrue(loop.carrier.inbox.isEmpty());
  }

  @Test
  void wake_duringThePollThatIsReady_makesNoFurtherPoll() {
    int[] polls = {0};
    JoinHandle<String> handle =
        loop.runtime.spawn(
            context -> {
              polls[0]++;
              context.waker().wake();
              return Poll.ready("");
            });

    loop.run();

    assertTrue(handle.isDone());
    assertEquals(1, polls[0]);
    assertTrue(loop.carrier.ready.isEmpty());
  }
}
