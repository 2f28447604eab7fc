package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.Poll;
import dev.escapement.runtime.Task;
import dev.escapement.runtime.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Blocking calls on a carrier's own thread are refused at once, and say what to do instead. */
class CarrierCallsTest {
  @TestFactory
  Stream<DynamicTest> blockingCall_onACarrier_isRefused() {
    return Stream.of(
        call("sleep", bridge -> bridge.sleep(Duration.ZERO)),
        call("sleepUntil", bridge -> bridge.sleepUntil(0)),
        call("await", bridge -> bridge.await(Tasks.ready(1))),
        call("withTimeout", bridge -> bridge.withTimeout(Duration.ofSeconds(1), () -> 1)),
        call(
            "withTimeoutUninterrupted",
            bridge -> bridge.withTimeoutUninterrupted(Duration.ofSeconds(1), () -> 1)),
        call("join", bridge -> bridge.join(Thread.currentThread())),
        call("lock", bridge -> bridge.lock().lock()),
        call("lockInterruptibly", bridge -> bridge.lock().lockInterruptibly()),
        call("tryLock", bridge -> bridge.lock().tryLock()),
        call("tryLock", bridge -> bridge.lock().tryLock(1, TimeUnit.DAYS)),
        call("get", bridge -> bridge.scheduledExecutor().schedule(() -> 1, 1, TimeUnit.DAYS).get()),
        call(
            "awaitTermination",
            bridge -> bridge.scheduledExecutor().awaitTermination(1, TimeUnit.DAYS)),
        call("close", bridge -> bridge.scheduledExecutor().close()),
        call("invokeAll", bridge -> bridge.scheduledExecutor().invokeAll(List.of(() -> 1))),
        call("invokeAny", bridge -> bridge.scheduledExecutor().invokeAny(List.of(() -> 1))));
  }

  private interface BridgeCall {
    void on(LoomBridge bridge) throws Exception;
  }

  private static DynamicTest call(String name, BridgeCall call) {
    Executable test =
        () -> {
          try (HandClock hand = new HandClock()) {
            Callable<String> refused =
                () ->
                    assertThrows(IllegalStateException.class, () -> call.on(hand.bridge))
                        .getMessage();
            Task<String> onCarrier = context -> Poll.ready(refused.call());
            String message = hand.runtime.blockOn(onCarrier);
            assertTrue(
                message.startsWith(name + " was called on the carrier of runtime 'hand'")
                    && message.contains("LoomBridge.blocking"),
                message);
          }
        };
    return DynamicTest.dynamicTest(name, test);
  }
}
