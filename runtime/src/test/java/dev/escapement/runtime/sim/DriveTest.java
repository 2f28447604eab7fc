package dev.escapement.runtime.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.Context;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a verb does when it is called, or ended, in an unusual place. */
class DriveTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void verb_insideOfAVerb_isRefusedAndHarmsNothing() throws Exception {
    try (Simulation simulation = Simulation.seeded(0)) {
      TaskRuntime runtime = simulation.runtime();
      AtomicReference<Throwable> refused = new AtomicReference<>();
      runtime.schedule(
          SECOND,
          () ->
              refused.set(
                  assertThrows(IllegalStateException.class, () -> simulation.advance(SECOND))));
      simulation.run(runtime.sleep(SECOND.multipliedBy(2)));
      assertTrue(refused.get().getMessage().contains("wait instead"), refused::toString);
      assertEquals(SECOND.multipliedBy(2), simulation.elapsed());
    }
  }

  @Test
  void verb_ofAnotherThreadMeanwhile_isRefused() throws Exception {
    try (Simulation simulation = Simulation.seeded(0)) {
      AtomicReference<Throwable> refused = new AtomicReference<>();
      simulation
          .runtime()
          .schedule(
              SECOND,
              () -> {
                Thread other =
                    Thread.ofPlatform()
                        .start(
                            () ->
                                refused.set(
                                    assertThrows(
                                        IllegalStateException.class,
                                        () -> simulation.advance(SECOND))));
                while (other.isAlive()) {
                  Thread.onSpinWait();
                }
              });
      simulation.advance(SECOND);
      assertTrue(refused.get().getMessage().contains("driven already"), refused::toString);
    }
  }

  @Test
  void condition_thatThrows_isThrownOn() {
    try (Simulation simulation = Simulation.seeded(0)) {
      var thrown =
          assertThrows(
              ArithmeticException.class,
              () ->
                  simulation.runUntil(
                      () -> {
                        throw new ArithmeticException("of the condition");
                      },
                      SECOND));
      assertEquals("of the condition", thrown.getMessage());
      simulation.advance(SECOND);
      assertEquals(SECOND, simulation.elapsed());
    }
  }

  @Test
  void busyTask_whosePollsCostTime_doesNotOutlastTheLimit() {
    try (Simulation simulation = Simulation.builder().pollCost(Duration.ofMillis(1)).build()) {
      var _ =
          simulation
              .runtime()
              .spawn(
                  new Task<Integer>() {
                    @Override
                    public Poll<Integer> poll(Context context) {
                      context.waker().wake();
                      return Poll.pending();
                    }
                  });
      assertFalse(simulation.runUntil(() -> false, SECOND));
      assertTrue(simulation.elapsed().compareTo(SECOND.plusMillis(1)) <= 0, simulation::toString);
    }
  }

  @Test
  void blockOn_withoutABridge_isRefused() {
    try (Simulation simulation = Simulation.seeded(0)) {
      IllegalStateException refused =
          assertThrows(
              IllegalStateException.class, () -> simulation.runtime().blockOn(Tasks.ready(1)));
      assertTrue(refused.getMessage().contains("belongs to a simulation"), refused::getMessage);
    }
  }

  @Test
  void verbs_afterClose_areRefused() {
    Simulation simulation = Simulation.seeded(0);
    simulation.close();
    simulation.close();
    assertThrows(IllegalStateException.class, () -> simulation.advance(SECOND));
  }

  @Test
  void close_withADrain_endsAlthoughATaskIsAlwaysReady() {
    try (Simulation simulation = Simulation.seeded(0)) {
      var _ =
          simulation
              .runtime()
              .spawn(
                  new Task<Integer>() {
                    @Override
                    public Poll<Integer> poll(Context context) {
                      context.waker().wake();
                      return Poll.pending();
                    }
                  });
      simulation.runtime().close(Duration.ofMillis(10));
      assertTrue(simulation.elapsed().compareTo(Duration.ofMillis(10)) >= 0);
    }
  }

  @Test
  void close_byAnotherThreadWhileDriven_endsTheVerb() throws Exception {
    try (Simulation simulation = Simulation.builder().maxSteps(Long.MAX_VALUE).build()) {
      TaskRuntime runtime = simulation.runtime();
      AtomicReference<Thread> closer = new AtomicReference<>();
      runtime.schedule(SECOND, () -> closer.set(Thread.ofPlatform().start(runtime::close)));
      Task<Integer> busy =
          context -> {
            context.waker().wake();
            return Poll.pending();
          };
      assertThrows(
          java.util.concurrent.CancellationException.class,
          () -> simulation.run(Tasks.then(runtime.sleep(SECOND), slept -> busy)));
      closer.get().join();
    }
  }

  @Test
  void run_aFailure_tellsTheSeed() {
    try (Simulation simulation = Simulation.seeded(11)) {
      var thrown =
          assertThrows(
              ExecutionException.class,
              () -> simulation.run(Tasks.failed(new ArithmeticException("no"))));
      assertTrue(thrown.getMessage().contains("-Descapement.seed=11"), thrown::getMessage);
    }
  }

  @Test
  void failure_thatNobodyWaitsFor_isKeptUntilSomebodyIsTold() {
    try (Simulation simulation = Simulation.seeded(0)) {
      var cause = new ArithmeticException("planted");
      JoinHandle<Integer> handle = simulation.runtime().spawn("failing", Tasks.failed(cause));
      simulation.runUntilIdle();
      assertEquals(List.of(cause), simulation.unseenFailures());
      assertThrows(ExecutionException.class, handle::join);
      assertEquals(List.of(), simulation.unseenFailures());

      var thrown = new ArithmeticException("of a callback");
      simulation
          .runtime()
          .schedule(
              SECOND,
              () -> {
                throw thrown;
              });
      simulation.advance(SECOND);
      assertEquals(List.of(thrown), simulation.unseenFailures());
    }
  }
}
