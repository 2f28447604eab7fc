/** How results are shown: on the terminal, in a file, as pictures. */
@NullMarked
package dev.escapement.benchmarks.report;

import org.jspecify.annotations.NullMarked;
