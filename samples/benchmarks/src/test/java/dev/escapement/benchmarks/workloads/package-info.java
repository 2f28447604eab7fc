@NullMarked
package dev.escapement.benchmarks.workloads;

import org.jspecify.annotations.NullMarked;
