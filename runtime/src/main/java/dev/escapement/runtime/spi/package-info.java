/**
 * The small door for the modules beside the runtime: where time comes from and how the loop idles.
 *
 * <p>Nothing here is needed to write a task.
 */
@NullMarked
package dev.escapement.runtime.spi;

import org.jspecify.annotations.NullMarked;
