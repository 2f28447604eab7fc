@NullMarked
package dev.escapement.benchmarks.verdicts;

import org.jspecify.annotations.NullMarked;
