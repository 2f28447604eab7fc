package dev.escapement.loom.checks;

/** Prints what {@link ManyThreads} comes to, in a JVM of its own. */
final class ManyThreadsMain {
  private ManyThreadsMain() {}

  public static void main(String[] args) throws Exception {
    System.out.println(ManyThreads.run(Long.parseLong(args[0]), Integer.parseInt(args[1])));
  }
}
