package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class BuilderTest {
  private final Builder builder = TaskRuntime.builder();

  private static void assertNullIsNamed(String parameter, Executable call) {
    assertEquals(parameter, assertThrows(NullPointerException.class, call).getMessage());
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static Thread carrierOf(TaskRuntime runtime) throws Exception {
    return runtime.blockOn(context -> Poll.ready(Thread.currentThread()));
  }

  @Test
  void builder_null_isRefusedByTheParametersName() {
    assertNullIsNamed("name", () -> builder.name(null));
    assertNullIsNamed("factory", () -> builder.threadFactory(null));
    assertNullIsNamed("mode", () -> builder.lagMode(null));
    assertNullIsNamed("threshold", () -> builder.stallThreshold(null));
    assertNullIsNamed("handler", () -> builder.uncaughtHandler(null));
    assertNullIsNamed("source", () -> builder.timeSource(null));
  }

  @Test
  void builder_badValue_isRefusedWithValueAndBound() {
    assertRefused("name is blank; allowed is anything else", () -> builder.name(" \t"));
    assertRefused(
        "stallThreshold is PT0S; allowed is anything above zero",
        () -> builder.stallThreshold(Duration.ZERO));
    assertRefused(
        "stallThreshold is PT-1S; allowed is anything above zero",
        () -> builder.stallThreshold(Duration.ofSeconds(-1)));
    assertRefused(
        "maxPendingOperations is 0; allowed is 1 or more", () -> builder.maxPendingOperations(0));
    assertRefused(
        "maxPendingOperations is -7; allowed is 1 or more", () -> builder.maxPendingOperations(-7));
  }

  @Test
  void build_withDefaults_hasADaemonCarrierNamedAfterTheRuntime() throws Exception {
    try (TaskRuntime runtime = builder.name("alpha").build()) {
      Thread carrier = carrierOf(runtime);
      assertEquals("alpha-carrier", carrier.getName());
      assertTrue(carrier.isDaemon());
      assertFalse(carrier.isVirtual());
      assertEquals("alpha", runtime.snapshot().name());
      assertEquals("runtime 'alpha'", runtime.toString());
    }
  }

  @Test
  void build_twiceWithoutAName_numbersTheRuntimes() {
    try (TaskRuntime one = builder.build();
        TaskRuntime two = builder.build()) {
      assertTrue(one.snapshot().name().startsWith("runtime-"));
      assertNotEquals(one.snapshot().name(), two.snapshot().name());
    }
  }

  @Test
  void build_withAThreadFactory_usesItsThread() throws Exception {
    Builder custom = builder.threadFactory(body -> new Thread(body, "mine"));
    try (TaskRuntime runtime = custom.build()) {
      assertEquals("mine", carrierOf(runtime).getName());
    }
  }

  @Test
  void build_withAVirtualThreadFactory_works() throws Exception {
    Builder custom = builder.threadFactory(Thread.ofVirtual().factory());
    try (TaskRuntime runtime = custom.build()) {
      assertTrue(carrierOf(runtime).isVirtual());
      runtime.blockOn(runtime.sleep(Duration.ofMillis(1)));
    }
  }

  @Test
  void build_factoryThatReturnsNull_isRefusedAndLeavesNoThread() {
    builder.name("stillborn").threadFactory(body -> null);
    String message = assertThrows(IllegalStateException.class, builder::build).getMessage();
    assertTrue(message.contains("stillborn") && message.contains("null"), message);
    WatchdogThread.awaitNone();
  }

  @Test
  void build_factoryThatThrows_passesItOnAndLeavesNoThread() {
    IllegalArgumentException thrown = new IllegalArgumentException("on purpose");
    builder.threadFactory(
        body -> {
          throw thrown;
        });
    assertEquals(thrown, assertThrows(IllegalArgumentException.class, builder::build));
    WatchdogThread.awaitNone();
  }

  @Test
  void build_againAfterAFailure_hasAFreshName() {

    builder.threadFactory(body -> null);
    String refusal = assertThrows(IllegalStateException.class, builder::build).getMessage();
    builder.threadFactory(Thread::new);
    try (TaskRuntime runtime = builder.build()) {
      assertFalse(refusal.contains("'" + runtime.snapshot().name() + "'"));
    }
  }
}
