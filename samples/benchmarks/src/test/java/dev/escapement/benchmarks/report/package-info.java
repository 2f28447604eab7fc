@NullMarked
package dev.escapement.benchmarks.report;

import org.jspecify.annotations.NullMarked;
