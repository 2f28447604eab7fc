package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A kind of timer that is loaded late costs all threads that wait: see {@link Timer}. */
class TimerKindsTest {
  /** Tells what it has loaded, apart from all other tests. */
  private static final class OwnLoader extends URLClassLoader {
    OwnLoader() throws MalformedURLException {
      super(classpath(), ClassLoader.getPlatformClassLoader());
    }

    boolean hasLoaded(String name) {
      return findLoadedClass(name) != null;
    }

    private static URL[] classpath() throws MalformedURLException {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        urls.add(new File(entry).toURI().toURL());
      }
      return urls.toArray(URL[]::new);
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
