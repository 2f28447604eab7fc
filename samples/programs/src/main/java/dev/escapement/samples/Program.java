package dev.escapement.samples;

import java.io.PrintStream;

/** A sample program. */
interface Program {
  /** The short name that {@link Main} knows it by. */
  String name();

  /** What it shows, on one line. */
  String summary();

  /**
   * Runs to the end.
   *
   * @param args what came after the name
   * @param out for results
   * @throws ProgramException if it cannot, or if a bar that it was asked to hold is missed
   * @throws Exception whatever else went wrong
   */
  void run(Arguments args, PrintStream out) throws Exception;

  /** Makes each program one that {@code java} can launch by its class. */
  default void main(String[] args) throws Exception {
    System.exit(Main.run(this, args, System.out, System.err));
  }
}
