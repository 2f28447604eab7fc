package dev.escapement.loom.model;

/** A rule that the model leaves out, so that it is known that the comparison can fail. */
enum Broken {
  NOTHING,
  /** A reset changes nothing. */
  RESET,
  /** A sleep that is over is not armed again by a reset. */
  REARM,
  /** A cancel says that it decided, and does nothing. */
  CANCEL,
  /** An interrupt does nothing. */
  INTERRUPT,
  /** A limit never ends what it is around. */
  LIMIT,
  /** A callback that is cancelled runs all the same. */
  CANCEL_CALL,
  /** Closing the runtime does nothing. */
  CLOSE
}
