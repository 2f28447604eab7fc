/** One set of tests for each contract, run by the system's clock and by simulated ones. */
@NullMarked
package dev.escapement.loom.contract;

import org.jspecify.annotations.NullMarked;
