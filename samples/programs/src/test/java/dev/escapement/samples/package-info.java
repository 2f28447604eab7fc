/** What each sample program prints, and what its parts promise. */
@NullMarked
package dev.escapement.samples;

import org.jspecify.annotations.NullMarked;
