/**
 * Slow checks with a bar each. They use the public API only, print their figure and fail at their
 * bar.
 */
@NullMarked
package dev.escapement.runtime.checks;

import org.jspecify.annotations.NullMarked;
