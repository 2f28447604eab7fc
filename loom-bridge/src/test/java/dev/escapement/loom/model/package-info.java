/**
 * Random programs, run by the library in virtual time and by a naive model one step after another:
 * results and times have to agree, and so has the order of callbacks. A program on which they do
 * not is made as small as it can be, and printed as Java.
 */
package dev.escapement.loom.model;
