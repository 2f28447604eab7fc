/**
 * JUnit 5 tests in virtual time: {@link dev.escapement.loom.junit.SimulationTest}.
 *
 * <p>It needs JUnit 5.13 or newer on the class path, on which nothing else of this module depends;
 * nor does anything else of it depend on this package.
 */
@NullMarked
package dev.escapement.loom.junit;

import org.jspecify.annotations.NullMarked;
