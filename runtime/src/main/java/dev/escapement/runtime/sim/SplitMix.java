package dev.escapement.runtime.sim;

/**
 * The generator that decides in simulations: SplitMix64, by G. L. Steele, D. Lea and C. H. Flood,
 * "Fast splittable pseudorandom number generators", 2014. It is written out here because what a
 * seed means must never change. Confined to the carrier.
 */
final class SplitMix {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  SplitMix(long seed) {
    state = seed;
  }

  /** The generator of one purpose: what one purpose draws does not disturb the others. */
  static SplitMix of(long seed, long purpose) {
    return new SplitMix(mix(mix(seed + GOLDEN_GAMMA) + purpose));
  }

  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** From 0 up to and without the bound, by multiplication: the bias is below bound / 2^64. */
  long below(long bound) {
    return Math.unsignedMultiplyHigh(next(), bound);
  }
}
