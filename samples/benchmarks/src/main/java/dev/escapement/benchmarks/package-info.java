/** The command: what was asked for, processes that take turns, and the verdicts on them. */
@NullMarked
package dev.escapement.benchmarks;

import org.jspecify.annotations.NullMarked;
