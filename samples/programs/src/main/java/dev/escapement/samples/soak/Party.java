package dev.escapement.samples.soak;

/** One who uses a part of the library again and again. */
@FunctionalInterface
interface Party {
  /** Once more. Called by one thread, which may block. */
  void once() throws Exception;
}
