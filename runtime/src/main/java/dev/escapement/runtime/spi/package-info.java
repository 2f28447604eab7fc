/**
 * The small door for the modules beside the runtime: where time comes from, how the loop idles, and
 * what a bridge to blocking code needs.
 *
 * <p>Nothing here is needed to write a task.
 */
@NullMarked
package dev.escapement.runtime.spi;

import org.jspecify.annotations.NullMarked;
