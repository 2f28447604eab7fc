package dev.escapement.races;

/**
 * What came of a race.
 *
 * @param all how many samples there were
 * @param forbidden how many of them must not be
 * @param ended whether every run of it came to its end, well or not
 */
record Samples(long all, long forbidden, boolean ended) {
  static final Samples NONE = new Samples(0, 0, true);

  /** By what jcstress says of a run; an error or a time-out is neither. */
  static Samples labelled(String label) {
    return new Samples(0, 0, label.equals("OK") || label.equals("FAILED"));
  }

  Samples plus(Samples more) {
    return new Samples(all + more.all, forbidden + more.forbidden, ended && more.ended);
  }
}
