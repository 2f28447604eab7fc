/** Tests of the JUnit support, by JUnit's own test kit. */
@NullMarked
package dev.escapement.loom.junit;

import org.jspecify.annotations.NullMarked;
