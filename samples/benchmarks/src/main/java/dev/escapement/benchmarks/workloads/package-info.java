/**
 * What is measured: one class per workload, and the parts that they share. All of it runs in the
 * process of one peer; comparing belongs elsewhere.
 */
@NullMarked
package dev.escapement.benchmarks.workloads;

import org.jspecify.annotations.NullMarked;
