/**
 * Virtual time: a runtime whose clock moves only when nothing is left to do at its present reading,
 * and whose order of events is repeatable from a seed.
 *
 * <p>The loop is the production loop. Exchanged are where time comes from, how idling is done, and
 * who chooses among work that is ready at the same time.
 */
@NullMarked
package dev.escapement.runtime.sim;

import org.jspecify.annotations.NullMarked;
