@NullMarked
package dev.escapement.benchmarks;

import org.jspecify.annotations.NullMarked;
