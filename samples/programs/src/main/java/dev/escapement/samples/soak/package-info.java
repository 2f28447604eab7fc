/**
 * The soak program. {@link dev.escapement.samples.soak.Endurance} starts the parties, each of which
 * uses one part of the library again and again and counts whatever is not as promised, tells every
 * few seconds how they are, and looks whether the heap grows.
 */
@NullMarked
package dev.escapement.samples.soak;

import org.jspecify.annotations.NullMarked;
