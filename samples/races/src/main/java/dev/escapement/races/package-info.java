/**
 * Runs the races by jcstress: on the production classes, where each has to hold, and on twins of
 * them, in which one step is left out and the race has to show it.
 */
@NullMarked
package dev.escapement.races;

import org.jspecify.annotations.NullMarked;
