/** Slow checks, each with a figure and a bar; most start a JVM of their own with its own flags. */
@NullMarked
package dev.escapement.loom.checks;

import org.jspecify.annotations.NullMarked;
