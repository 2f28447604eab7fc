package dev.escapement.runtime;

/** How a carrier trades processor time for punctual timers. Timers are never early in any mode. */
public enum LagMode {
  /**
   * The operating system's lowest timer slack for the carrier thread where that needs no privileges
   * (Linux), the normal one elsewhere. Parks end ahead of the deadline by what half of all wake-ups
   * take here at most, up to 100 µs, and what is left is spun away; with one processor neither.
   * While timers come densely there are 60 to 120 µs between two wake-ups for them in the long run,
   * and as much as was spun; the parks that this holds back do not end ahead. The default.
   */
  PRECISE,
  /**
   * The normal timer slack (50 µs on Linux), and 500 µs to 1 ms between two wake-ups for timers, in
   * the long run, while they come densely: least processor time. Nothing is spun away.
   */
  ECONOMY,
  /**
   * The lowest timer slack, no bound on the rate of wake-ups, and parks that end ahead of the
   * deadline by what nearly every wake-up takes here at most, up to 1 ms; the rest is spun away.
   * Costs up to a core, and goes on to do so while timers come more densely than that.
   */
  SPIN
}
