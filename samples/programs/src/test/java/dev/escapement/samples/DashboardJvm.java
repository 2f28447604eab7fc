package dev.escapement.samples;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The dashboard in a JVM of its own, where virtual threads have one carrier. */
final class DashboardJvm implements AutoCloseable {
  private final Path out = Files.createTempFile("dashboard", ".out");
  private final Path err = Files.createTempFile("dashboard", ".err");
  private final Process process;

  DashboardJvm(int port) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of(System.getProperty("sample.jvm", "").split(" +")));
    command.removeIf(String::isEmpty);
    command.add("-Djdk.virtualThreadScheduler.parallelism=1");
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "dashboard", Integer.toString(port)));
    this.process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    for (int i = 0; Files.size(out) == 0; i++) {
      if (i == 300 || !process.isAlive()) {
        fail("the dashboard has not started: " + Files.readString(err));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** Ends it as Ctrl-C does. */
  Ran end() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      fail("the dashboard had not ended after 30 s");
    }
    return new Ran(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(out);
    Files.delete(err);
  }
}
