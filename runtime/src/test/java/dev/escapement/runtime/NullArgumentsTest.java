package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reference parameter of the public methods, but for values, which may be null. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NullArgumentsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandLoop loop = new HandLoop();
  private final TaskRuntime runtime = loop.runtime;
  private final Task<String> task = Tasks.ready("");

  @AfterAll
  void close() {
    loop.close();
  }

  /** A method, the parameter that is null, and the call. */
  record Row(String method, String parameter, Executable call) {
    @Override
    public String toString() {
      return method + " without " + parameter;
    }
  }

  Stream<Row> rows() {
    return Stream.of(
        new Row("Context.of", "waker", () -> Context.of(null)),
        new Row("Context.withWaker", "waker", () -> Context.of(Waker.noop()).withWaker(null)),
        new Row("TaskRuntime.spawn", "task", () -> runtime.spawn(null)),
        new Row("TaskRuntime.spawn", "name", () -> runtime.spawn(null, task)),
        new Row("TaskRuntime.spawn", "task", () -> runtime.spawn("a", null)),
        new Row("TaskRuntime.blockOn", "task", () -> runtime.blockOn(null)),
        new Row("TaskRuntime.sleep", "duration", () -> runtime.sleep(null)),
        new Row("TaskRuntime.interval", "period", () -> runtime.interval(null)),
        new Row("TaskRuntime.timeout", "limit", () -> runtime.timeout(null, task)),
        new Row("TaskRuntime.timeout", "task", () -> runtime.timeout(SECOND, null)),
        new Row("TaskRuntime.schedule", "delay", () -> runtime.schedule(null, () -> {})),
        new Row("TaskRuntime.schedule", "action", () -> runtime.schedule(SECOND, null)),
        new Row("TaskRuntime.close", "drain", () -> runtime.close(null)),
        new Row("JoinHandle.join", "limit", () -> runtime.spawn(task).join(null)),
        new Row("Sleep.reset", "duration", () -> runtime.sleep(SECOND).reset(null)),
        new Row("Sleep.poll", "context", () -> runtime.sleep(SECOND).poll(null)),
        new Row(
            "Interval.onMissedTick", "policy", () -> runtime.interval(SECOND).onMissedTick(null)),
        new Row("Promise.fail", "cause", () -> new Promise<>().fail(null)),
        new Row("Channel.send", "value", () -> Channel.bounded(1).send(null)),
        new Row(
            "Histogram.forEachSince",
            "earlier",
            () -> Histogram.empty().forEachSince(null, (highest, count) -> {})),
        new Row(
            "Histogram.forEachSince",
            "visitor",
            () -> Histogram.empty().forEachSince(Histogram.empty(), null)),
        new Row("Channel.trySend", "value", () -> Channel.bounded(1).trySend(null)),
        new Row("Tasks.failed", "cause", () -> Tasks.failed(null)),
        new Row("Tasks.defer", "factory", () -> Tasks.defer(null)),
        new Row("Tasks.joinAll", "tasks", () -> Tasks.joinAll(null)),
        new Row("Tasks.race", "tasks", () -> Tasks.race(null)),
        new Row("Tasks.map", "task", () -> Tasks.map(null, value -> value)),
        new Row("Tasks.map", "step", () -> Tasks.map(task, null)),
        new Row("Tasks.then", "task", () -> Tasks.then(null, value -> task)),
        new Row("Tasks.then", "step", () -> Tasks.then(task, null)),
        new Row("Tasks.recover", "task", () -> Tasks.recover(null, cause -> task)),
        new Row("Tasks.recover", "step", () -> Tasks.recover(task, null)),
        new Row("Tasks.fromStage", "stage", () -> Tasks.fromStage(null)),
        new Row("Builder.name", "name", () -> TaskRuntime.builder().name(null)),
        new Row(
            "Builder.threadFactory", "factory", () -> TaskRuntime.builder().threadFactory(null)),
        new Row("Builder.lagMode", "mode", () -> TaskRuntime.builder().lagMode(null)),
        new Row(
            "Builder.stallThreshold",
            "threshold",
            () -> TaskRuntime.builder().stallThreshold(null)),
        new Row(
            "Builder.uncaughtHandler",
            "handler",
            () -> TaskRuntime.builder().uncaughtHandler(null)),
        new Row("Builder.timeSource", "source", () -> TaskRuntime.builder().timeSource(null)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void argument_thatIsNull_isRefusedByName(Row row) {
    var refusal = assertThrows(NullPointerException.class, row.call());

    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(row.parameter()), message);
  }

  @Test
  void rows_coverEveryPublicMethodWithAReferenceParameter() {
    Set<String> values = Set.of("Poll.ready", "Tasks.ready", "Promise.complete");
    Set<String> expected = new TreeSet<>();
    List.of(
            Builder.class,
            Channel.class,
            Context.class,
            Histogram.class,
            Interval.class,
            JoinHandle.class,
            Poll.class,
            Promise.class,
            RuntimeSnapshot.class,
            Semaphore.class,
            Sleep.class,
            TaskDump.class,
            TaskRuntime.class,
            Tasks.class,
            TimerHandle.class,
            Waker.class)
        .forEach(
            type ->
                Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers()))
                    .filter(method -> !method.isSynthetic() && !method.getName().equals("equals"))
                    .filter(NullArgumentsTest::takesReference)
                    .map(method -> type.getSimpleName() + "." + method.getName())
                    .filter(name -> !values.contains(name))
                    .forEach(expected::add));

    assertEquals(expected, new TreeSet<>(rows().map(Row::method).toList()));
  }

  private static boolean takesReference(Method method) {
    return Arrays.stream(method.getParameterTypes()).anyMatch(type -> !type.isPrimitive());
  }
}
