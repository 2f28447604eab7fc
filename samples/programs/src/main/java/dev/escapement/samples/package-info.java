/**
 * Small programs to learn from and to copy, each known by a short name: {@code mvn -q -Psample
 * -Dargs="list"} lists them. What several of them need to read arguments and print results stands
 * beside them; whatever is of use outside of samples belongs to the runtime.
 */
@NullMarked
package dev.escapement.samples;

import org.jspecify.annotations.NullMarked;
