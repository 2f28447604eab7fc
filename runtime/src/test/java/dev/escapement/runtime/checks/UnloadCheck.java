package dev.escapement.runtime.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A closed runtime lets go of everything: the class loader that the library and its user came from
 * is collected, and no thread is left.
 */
class UnloadCheck {
  private static final int LOADERS = 20;
  private static final int COLLECTIONS = 50;

  @Test
  void closedRuntime_itsClassLoader_isCollected() throws Exception {
    int collected = 0;
    for (int i = 0; i < LOADERS; i++) {
      WeakReference<ClassLoader> loader = runAndClose();
      for (int j = 0; j < COLLECTIONS && !loader.refersTo(null); j++) {
        System.gc();
      }
      collected += loader.refersTo(null) ? 1 : 0;
    }
    List<String> threads =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.endsWith("-carrier") || name.startsWith("escapement-"))
            .toList();
    System.out.printf(
        "class loaders collected after close: %d of %d (bar: all), threads left %s%n",
        collected, LOADERS, threads);
    assertEquals(LOADERS, collected);
    assertEquals(List.of(), threads);
  }

  /** In a method of its own, so that no local variable holds the loader. */
  private static WeakReference<ClassLoader> runAndClose() throws Exception {
    try (var loader = new URLClassLoader(classpath(), ClassLoader.getPlatformClassLoader())) {
      Runnable user =
          (Runnable)
              loader.loadClass(UnloadedUser.class.getName()).getDeclaredConstructor().newInstance();
      user.run();
      return new WeakReference<>(loader);
    }
  }

  private static URL[] classpath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(UnloadCheck::url)
        .toArray(URL[]::new);
  }

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(path, e);
    }
  }
}
