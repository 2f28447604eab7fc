/** From rounds of figures to ratios, intervals and verdicts. Nothing here measures. */
@NullMarked
package dev.escapement.benchmarks.verdicts;

import org.jspecify.annotations.NullMarked;
