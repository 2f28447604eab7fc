package dev.escapement.benchmarks;

import dev.escapement.benchmarks.workloads.CFloorFigures;
import dev.escapement.benchmarks.workloads.Contender;
import dev.escapement.benchmarks.workloads.Figures;
import dev.escapement.benchmarks.workloads.Size;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compiles the loop in C, once, and runs it. */
final class CFloorProcess {
  private static final String SOURCE = "floor.c";

  private final Path directory;
  private @Nullable Path program;

  CFloorProcess(Path directory) {
    this.directory = directory;
  }

  Outcome measure(Contender.CFloor contender, Size size) throws IOException, InterruptedException {
    if (program == null && !compile()) {
      return new Outcome.Absent("no C compiler");
    }
    String times = Integer.toString(CFloorFigures.times(size));
    List<String> printed =
        ChildProcess.print(List.of(text(program), times, contender.lowSlack() ? "1" : "0"));
    if (printed == null || printed.size() < 2) {
      return new Outcome.Failed("the loop in C printed nothing");
    }
    long[] lags = printed.stream().limit(printed.size() - 1).mapToLong(Long::parseLong).toArray();
    Figures figures = CFloorFigures.of(lags, Long.parseLong(printed.getLast()));
    return new Outcome.Measured(figures.values(), figures.curves());
  }

  private boolean compile() throws IOException, InterruptedException {
    Path source = directory.resolve(SOURCE);
    Path made = directory.resolve("floor");
    Files.createDirectories(directory);
    Files.deleteIfExists(source);
    Files.deleteIfExists(made); // one of an earlier run
    try (InputStream text =
        Objects.requireNonNull(CFloorProcess.class.getResourceAsStream(SOURCE))) {
      Files.copy(text, source);
    }
    try {
      var _ = ChildProcess.print(List.of("gcc", "-O2", "-o", text(made), text(source)));
    } catch (IOException noCompiler) {
      return false;
    }
    program = Files.isExecutable(made) ? made : null;
    return program != null;
  }

  private static String text(@Nullable Path path) {
    return String.valueOf(path);
  }
}
