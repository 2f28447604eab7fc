package dev.escapement.benchmarks;

import dev.escapement.benchmarks.workloads.Size;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Lets JMH measure what needs no second thread, with the bytes that each operation allocates. */
final class InsideOneThread {
  private InsideOneThread() {}

  /** 0 if all went well, 1 if nothing matches or a benchmark failed. */
  static int run(Request.Jmh request, Path directory, PrintStream out) {
    boolean full = request.size() == Size.FULL;
    Path file = directory.resolve("jmh.json");
    var options =
        new OptionsBuilder()
            .include("(?i)" + request.regex())
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(full ? 5 : 1)
            .warmupIterations(full ? 5 : 2)
            .warmupTime(TimeValue.milliseconds(full ? 1_000 : 200))
            .measurementIterations(full ? 5 : 3)
            .measurementTime(TimeValue.milliseconds(full ? 1_000 : 200))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .jvmArgs("-Xms2g", "-Xmx2g")
            .resultFormat(ResultFormatType.JSON)
            .result(file.toString())
            .build();
    try {
      Files.createDirectories(directory);
      var results = new Runner(options).run();
      out.println(results.size() + " results, also in " + file.getFileName());
      return results.isEmpty() ? 1 : 0;
    } catch (RunnerException e) {
      out.println(e.getMessage());
      return 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
