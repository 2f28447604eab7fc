package dev.escapement.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.escapement.runtime.Task;
import dev.escapement.runtime.TaskRuntime;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes around the work of every thread that a bridge starts. */
class DecoratorTest {
  private static final ThreadLocal<String> USER = new ThreadLocal<>();

  private static final class UserAccessor implements ThreadLocalAccessor<String> {
    @Override
    public Object key() {
      return "user";
    }

    @Override
    public String getValue() {
      return USER.get();
    }

    @Override
    public void setValue(String value) {
      USER.set(value);
    }

    @Override
    public void setValue() {
      USER.remove();
    }
  }

  private final TaskRuntime runtime = TaskRuntime.start();

  @AfterEach
  void close() {
    USER.remove();
    runtime.close();
  }

  private LoomBridge propagating() {
    ContextRegistry registry =
        new ContextRegistry().registerThreadLocalAccessor(new UserAccessor());
    ContextSnapshotFactory snapshots =
        ContextSnapshotFactory.builder().contextRegistry(registry).build();
    return decorated(work -> snapshots.captureAll().wrap(work));
  }

  private LoomBridge decorated(UnaryOperator<Runnable> decorator) {
    return LoomBridge.builder(runtime).decorator(decorator).build();
  }

  @Test
  void threads_ofEveryKind_seeTheContextOfTheirSubmission() throws Exception {
    LoomBridge bridge = propagating();
    USER.set("ann");
    var fork = bridge.fork("fork", USER::get);
    Task<String> blocking = bridge.blocking(USER::get);
    var fromFactory = new CompletableFuture<String>();
    Thread thread = bridge.threadFactory().newThread(() -> fromFactory.complete(USER.get()));
    String scoped;
    try (Scope scope = bridge.openScope()) {
      var child = scope.fork("child", USER::get);
      USER.set("bob");
      scope.join();
      scoped = child.join();
    }
    thread.start();

    assertEquals("ann", fork.join());
    assertEquals("ann", bridge.await(blocking));
    assertEquals("ann", fromFactory.get());
    assertEquals("ann", scoped);
  }

  @Test
  void runs_ofAnExecutor_seeTheContextOfTheirSubmission() throws Exception {
    try (var executor = propagating().scheduledExecutor()) {
      USER.set("ann");
      Future<String> single = executor.schedule(USER::get, 1, TimeUnit.MILLISECONDS);
      var seen = new ConcurrentLinkedQueue<String>();
      var enough = new CountDownLatch(3);
      var periodic =
          executor.scheduleAtFixedRate(
              () -> {
                seen.add(String.valueOf(USER.get()));
                USER.set("left behind");
                enough.countDown();
              },
              0,
              1,
              TimeUnit.MILLISECONDS);
      USER.set("bob");
      Future<String> later = executor.submit(USER::get);
      USER.remove();
      assertNull(executor.submit(USER::get).get());
      assertEquals("ann", single.get());
      assertEquals("bob", later.get());
      assertEquals(List.of("bob"), texts(executor.invokeAll(List.of(() -> "bob"))));
      assertTrue(enough.await(30, TimeUnit.SECONDS));
      periodic.cancel(false);
      assertTrue(seen.stream().allMatch("ann"::equals), seen::toString);
    }
  }

  private static List<String> texts(List<Future<String>> done) {
    List<String> texts = new ArrayList<>();
    done.forEach(future -> texts.add(future.resultNow()));
    return texts;
  }

  @Test
  void decorator_ofAPeriodicTask_neverOverlapsItself() throws Exception {
    var underWay = new AtomicInteger();
    var most = new AtomicInteger();
    var ended = new CountDownLatch(500);
    LoomBridge bridge =
        decorated(
            work ->
                () -> {
                  most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                  work.run();
                  LockSupport.parkNanos(1);
                  underWay.decrementAndGet();
                  ended.countDown();
                });
    var executor = bridge.scheduledExecutor();
    var task = executor.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.NANOSECONDS);
    assertTrue(ended.await(30, TimeUnit.SECONDS));
    task.cancel(false);
    executor.close();
    assertEquals(1, most.get());
    assertEquals(0, underWay.get());
  }

  @Test
  void decorator_thatThrows_failsTheRun() {
    var thrown = new IllegalStateException("decorator");
    LoomBridge bridge =
        decorated(
            _ ->
                () -> {
                  throw thrown;
                });
    var executor = bridge.scheduledExecutor();
    Future<String> future = executor.submit(() -> "");
    assertSame(thrown, assertThrows(ExecutionException.class, future::get).getCause());
    executor.close();
  }

  @Test
  void decorator_thatDoesNotCallTheWork_failsTheRun() {
    var executor = decorated(_ -> () -> {}).scheduledExecutor();
    Future<String> future = executor.submit(() -> "");
    Throwable cause = assertThrows(ExecutionException.class, future::get).getCause();
    assertTrue(cause.getMessage().contains("decorator"), cause::toString);
    executor.close();
  }
}
