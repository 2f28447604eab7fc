package dev.escapement.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reset registers anew: among equal deadlines it goes to the end. */
class SleepOrderTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandLoop loop = new HandLoop();
  private final StringBuilder order = new StringBuilder();

  @AfterEach
  void close() {
    loop.close();
  }

  private Sleep polled(char name, Duration duration) {
    Sleep sleep = loop.runtime.sleep(duration);
    sleep.poll(Context.of(() -> order.append(name)));
    return sleep;
  }

  private void reset(Sleep sleep, Duration to, boolean elsewhere) {
    if (elsewhere) {
      loop.elsewhere(() -> sleep.reset(to));
    } else {
      sleep.reset(to);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reset_toTheSameDeadline_goesBehindTheOthers(boolean elsewhere) {
    Sleep a = polled('a', SECOND);
    polled('b', SECOND);
    polled('c', SECOND);

    reset(a, SECOND, elsewhere);
    loop.leap(SECOND);

    assertEquals("bca", order.toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reset_earlierToATie_goesBehindTheOthers(boolean elsewhere) {
    Sleep a = polled('a', SECOND.multipliedBy(9));
    polled('b', SECOND);
    reset(a, SECOND, elsewhere);
    loop.run();
    polled('c', SECOND);

    loop.leap(SECOND);

    assertEquals("bac", order.toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reset_laterToATie_isRegisteredAtTheResetAndNotWhenItSurfaces(boolean elsewhere) {
    Sleep a = polled('a', SECOND);
    polled('b', SECOND.multipliedBy(5));
    reset(a, SECOND.multipliedBy(5), elsewhere);
    loop.run();
    polled('c', SECOND.multipliedBy(5));

    loop.advance(SECOND.multipliedBy(5));

    assertEquals("bac", order.toString());
  }

  @Test
  void reset_laterInALeap_firesInTheTrueOrder() {
    Sleep a = polled('a', SECOND);
    polled('b', SECOND.multipliedBy(2));
    polled('c', SECOND.multipliedBy(4));
    a.reset(SECOND.multipliedBy(3));

    loop.leap(SECOND.multipliedBy(10));

    assertEquals("bac", order.toString());
  }

  @Test
  void reset_ofElapsedSleep_registersAnew() {
    Sleep a = polled('a', SECOND);
    polled('b', SECOND.multipliedBy(2));
    loop.advance(SECOND);
    assertTrue(a.poll(Context.of(Waker.noop())).isReady());
    a.reset(SECOND);
    a.poll(Context.of(() -> order.append('A')));

    loop.leap(SECOND);

    assertEquals("abA", order.toString());
  }

  @Test
  void sleeps_firstPolledFromElsewhere_areInTheOrderOfTheInbox() {
    Sleep a = loop.runtime.sleep(SECOND);
    polled('b', SECOND);
    loop.elsewhere(
        () -> {
          polled('c', SECOND);
          a.poll(Context.of(() -> order.append('a')));
        });
    polled('d', SECOND);

    loop.leap(SECOND);

    assertEquals("bdca", order.toString());
  }
}
