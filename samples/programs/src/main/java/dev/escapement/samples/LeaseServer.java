package dev.escapement.samples;

import dev.escapement.runtime.TaskRuntime;
import java.time.Duration;

/**
 * Grants a lease to one holder at a time, and guards a store by fencing tokens: each grant has a
 * higher token than the one before, and the store refuses a write whose token is lower than one
 * that it has seen. Stands for a server on another machine, so it has its own clock. Any thread may
 * call.
 */
final class LeaseServer {
  private final TaskRuntime clock;
  private final Duration length;
  private long expiry;
  private int token;
  private int seen;

  LeaseServer(TaskRuntime clock, Duration length) {
    this.clock = clock;
    this.length = length;
    this.expiry = clock.nanoTime();
  }

  /** A new token, or 0 if somebody holds the lease. */
  synchronized int acquire() {
    if (isHeld()) {
      return 0;
    }
    expiry = clock.nanoTime() + length.toNanos();
    token++;
    return token;
  }

  /** Whether it was extended; not if it has expired. */
  synchronized boolean renew(int holdersToken) {
    if (holdersToken != token || !isHeld()) {
      return false;
    }
    expiry = clock.nanoTime() + length.toNanos();
    return true;
  }

  private boolean isHeld() {
    return clock.nanoTime() < expiry;
  }

  /** When the lease will be free, unless it is renewed. */
  synchronized long expiryNanos() {
    return expiry;
  }

  /** Whether the store has taken the write. */
  synchronized boolean write(int writersToken) {
    seen = Math.max(seen, writersToken);
    return writersToken == seen;
  }
}
