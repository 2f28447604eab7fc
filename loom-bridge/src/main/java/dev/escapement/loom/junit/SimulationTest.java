package dev.escapement.loom.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test in virtual time, run once for each of a number of seeds. Each run is an invocation of its
 * own, such as {@code seed 17}, with its own {@link dev.escapement.runtime.sim.Simulation}, which
 * is closed at its end.
 *
 * <pre>{@code
 * @SimulationTest(seeds = 100)
 * void sleep_anHour_takesNoTime(Simulation simulation, LoomBridge bridge) throws Exception {
 *   simulation.run(
 *       bridge.blocking(
 *           () -> {
 *             bridge.sleep(Duration.ofHours(1));
 *             return true;
 *           }));
 *   assertEquals(Duration.ofHours(1), simulation.elapsed());
 * }
 * }</pre>
 *
 * <p>The test method, its fixture methods and the constructor of its class may have parameters of
 * the types {@link dev.escapement.runtime.sim.Simulation}, {@link
 * dev.escapement.runtime.TaskRuntime} and {@link dev.escapement.loom.LoomBridge}; all belong to the
 * same simulation. The test itself runs on JUnit's thread, which drives the simulation by the verbs
 * of {@code Simulation}; bridge calls are for the threads that the bridge starts.
 *
 * <p>A failure tells its seed: a plain assertion error in front of its message, anything else in a
 * suppressed exception, so that its type stays. The system property {@code escapement.seed} (or the
 * JUnit configuration parameter of that name) runs that seed alone: {@code -Descapement.seed=17}.
 *
 * <p>May be put on an annotation of one's own, too.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@TestTemplate
@ExtendWith(Seeds.class)
public @interface SimulationTest {
  /** The value of {@link #seed} that stands for none. */
  long NOT_FIXED = Long.MIN_VALUE;

  /**
   * How many seeds are run: 0, the plain order, and those that follow.
   *
   * @return 1 or more; 1 by default
   */
  int seeds() default 1;

  /**
   * The only seed that is run, such as one that has failed.
   *
   * @return {@link #NOT_FIXED} by default; not to be used with {@link #seeds}
   */
  long seed() default NOT_FIXED;

  /**
   * How late timers fire and woken tasks run at most.
   *
   * @return an ISO-8601 duration, such as {@code PT0.005S} for 5 ms; never late by default
   * @see dev.escapement.runtime.sim.Builder#lateness
   */
  String lateness() default "";

  /**
   * Whether each seed is run twice, in two invocations with all their fixtures, of which the one
   * that ends last fails if the traces of the two differ.
   *
   * @return false by default
   */
  boolean twice() default false;
}
