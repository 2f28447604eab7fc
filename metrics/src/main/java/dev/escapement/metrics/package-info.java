/**
 * A runtime's figures as Micrometer meters: timer lag above all. One line publishes them:
 *
 * <pre>{@code
 * new EscapementMetrics(runtime, List.of()).bindTo(registry);
 * }</pre>
 *
 * <p>What each meter means, and what to do when it is not normal, is told in the module's README.
 */
@NullMarked
package dev.escapement.metrics;

import org.jspecify.annotations.NullMarked;
