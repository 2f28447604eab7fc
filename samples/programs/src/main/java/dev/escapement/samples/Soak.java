package dev.escapement.samples;

import dev.escapement.samples.soak.Endurance;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Most of the library at once, for as long as is wanted, with every promise looked after. */
final class Soak implements Program {
  private static final int A_MINUTE = 60;
  private static final int A_WEEK = 7 * 24 * 60 * 60;

  @Override
  public String name() {
    return "soak";
  }

  @Override
  public String summary() {
    return "most of the library at once, with every promise looked after: [SECONDS]";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    Duration lasts = Duration.ofSeconds(args.number("seconds", A_MINUTE, A_WEEK));
    args.end();

    List<String> complaints = new Endurance(out).run(lasts);
    if (!complaints.isEmpty()) {
      throw ProgramException.failed("soak: " + String.join("; ", complaints));
    }
  }
}
