package dev.escapement.races;

/** How many there were, and how many of them must not be. */
record Samples(long all, long forbidden) {
  static final Samples NONE = new Samples(0, 0);

  Samples plus(Samples more) {
    return new Samples(all + more.all, forbidden + more.forbidden);
  }
}
