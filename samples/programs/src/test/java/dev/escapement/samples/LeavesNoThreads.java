package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After each test, all platform threads end that were not there before. */
final class LeavesNoThreads implements BeforeEachCallback, AfterEachCallback {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Set<Thread> before = new HashSet<>();

  @Override
  public void beforeEach(ExtensionContext context) {
    before.addAll(threads());
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    Set<Thread> left = threads();
    left.removeAll(before);
    for (Thread thread : left) { // an executor has terminated a moment before its threads end
      assertTrue(thread.join(LIMIT), () -> "left behind: " + thread);
    }
  }

  private static Set<Thread> threads() {
    ThreadGroup ours = Thread.currentThread().getThreadGroup();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getThreadGroup() == ours)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
