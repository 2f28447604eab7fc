package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After each test there are no platform threads that were not there before. */
final class LeavesNoThreads implements BeforeEachCallback, AfterEachCallback {
  private final Set<Thread> before = new HashSet<>();

  @Override
  public void beforeEach(ExtensionContext context) {
    before.addAll(threads());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Set<Thread> left = threads();
    left.removeAll(before);
    assertEquals(Set.of(), left, "threads left behind");
  }

  private static Set<Thread> threads() {
    ThreadGroup ours = Thread.currentThread().getThreadGroup();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getThreadGroup() == ours)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
