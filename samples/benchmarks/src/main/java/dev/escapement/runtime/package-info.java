/**
 * Benchmarks of what happens inside one thread. They share the name of the runtime's package, and
 * nothing else, to reach what is private to it.
 */
@NullMarked
package dev.escapement.runtime;

import org.jspecify.annotations.NullMarked;
