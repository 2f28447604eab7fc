/**
 * Slow checks with a bar each, on the public API. Those against a real Prometheus need Debian's
 * package {@code prometheus}, and fail without it.
 */
@NullMarked
package dev.escapement.metrics.checks;

import org.jspecify.annotations.NullMarked;
