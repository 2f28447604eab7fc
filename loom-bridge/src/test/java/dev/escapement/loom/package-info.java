/**
 * Tests of the bridge. Time is moved by hand where the clock matters; the rest waits for events.
 */
@NullMarked
package dev.escapement.loom;

import org.jspecify.annotations.NullMarked;
