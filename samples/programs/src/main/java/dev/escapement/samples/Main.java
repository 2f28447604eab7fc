package dev.escapement.samples;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** Runs a sample program by its short name; {@code list}, or no name at all, lists them. */
public final class Main {
  static final List<Program> PROGRAMS =
      List.of(
          new Jobs(),
          new Join(),
          new JobStateMachine(),
          new NeverWakes(),
          new BusyWake(),
          new ThreadPerSleep(),
          new TimerThread(),
          new FoldedTimer(),
          new OwnEventLoop(),
          new TwoFutures(),
          new TimerFuture(),
          new StrayUnpark(),
          new Heartbeat(),
          new Retry(),
          new Hedge(),
          new RateLimiter(),
          new LeaseKeeper(),
          new Scheduled(),
          new TwoTimers(),
          new JobsOnVirtualThreads(),
          new ADayInAMillisecond(),
          new FindTheRace(),
          new Dashboard(),
          new Soak());

  private Main() {}

  /**
   * Runs a program and exits with 0; with 1 if it failed, with 2 if it was called wrongly.
   *
   * @param args the program's short name and what it takes
   * @throws Exception what the program throws
   */
  public static void main(String[] args) throws Exception {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) throws Exception {
    if (args.length == 0 || args[0].equals("list")) {
      list(out);
      return 0;
    }
    String name = args[0];
    for (Program program : PROGRAMS) {
      if (program.name().equals(name)) {
        return run(program, Arrays.copyOfRange(args, 1, args.length), out, err);
      }
    }
    err.println("There is no sample program '" + name + "'. There are:");
    list(err);
    return 2;
  }

  static int run(Program program, String[] args, PrintStream out, PrintStream err)
      throws Exception {
    try {
      program.run(new Arguments(program.name(), args), out);
      return 0;
    } catch (ProgramException e) {
      err.println(e.getMessage());
      return e.exitCode();
    } finally {
      out.flush();
    }
  }

  private static void list(PrintStream out) {
    for (Program program : PROGRAMS) {
      out.printf("  %-24s %s%n", program.name(), program.summary());
    }
  }
}
