package dev.escapement.loom;

/** The work of one thread that the bridge started, as those see it who may interrupt it. */
interface Strand {
  /** Whether the bridge has interrupted the thread because its work was cancelled. */
  boolean isInterruptedByOwner();
}
