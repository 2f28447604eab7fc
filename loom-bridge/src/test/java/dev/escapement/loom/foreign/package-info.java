/** Libraries that know nothing of this project, unchanged, in virtual time. */
@NullMarked
package dev.escapement.loom.foreign;

import org.jspecify.annotations.NullMarked;
