package dev.escapement.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A place in the ring of a {@link Run}: the run itself, or one of its timers. What a timer that is
 * in no run yet has before it is the part of the inbox where it stands.
 */
abstract sealed class Link permits Run, Timer, Stripe.Chunk {
  /** Null for a timer that is in no run. */
  @Nullable Link prev;

  @Nullable Link next;
}
