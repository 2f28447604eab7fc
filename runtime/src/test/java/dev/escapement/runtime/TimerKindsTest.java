package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

/** A kind of timer that is loaded late costs all threads that wait: see {@link Timer}. */
class TimerKindsTest {
  /** Tells what it has loaded, apart from all other tests. */
  private static final class OwnLoader extends URLClassLoader {
    OwnLoader() {
      super(
          new URL[] {Timer.class.getProtectionDomain().getCodeSource().getLocation()},
          ClassLoader.getPlatformClassLoader());
    }

    boolean hasLoaded(String name) {
      return findLoadedClass(name) != null;
    }
  }

  @Test
  void theFirstTimer_loadsAllKinds() throws Exception {
    try (var loader = new OwnLoader()) {
      Class.forName(Timer.class.getName(), true, loader);
      for (Class<?> kind : Timer.class.getPermittedSubclasses()) {
        assertTrue(loader.hasLoaded(kind.getName()), kind.getName());
      }
    }
  }
}
