/** Tests of the parts of the dashboard. */
@NullMarked
package dev.escapement.samples.dashboard;

import org.jspecify.annotations.NullMarked;
