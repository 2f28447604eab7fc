/**
 * The timer libraries that are compared, each behind one small interface. What is measured does not
 * belong here.
 */
@NullMarked
package dev.escapement.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
