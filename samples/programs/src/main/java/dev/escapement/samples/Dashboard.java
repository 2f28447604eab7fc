package dev.escapement.samples;

import dev.escapement.samples.dashboard.DashboardServer;
import java.io.PrintStream;
import java.net.BindException;
import java.util.concurrent.CountDownLatch;

/** Shows timer lag as it happens, on a page of its own, until it is ended. */
final class Dashboard implements Program {
  private static final int PORT = 8_080;

  @Override
  public String name() {
    return "dashboard";
  }

  @Override
  public String summary() {
    return "timer lag as it happens, on a web page, until Ctrl-C: [PORT]";
  }

  @Override
  public void run(Arguments args, PrintStream out) throws Exception {
    int port = args.number("the port", PORT, 65_535);
    args.end();

    try (var server = DashboardServer.start(port)) {
      String address = "http://127.0.0.1:" + server.port() + "/";
      out.println("Watch lag at " + address + " (Ctrl-C ends it).");
      out.println("Prometheus finds the metrics at " + address + "metrics.");
      out.flush();
      new CountDownLatch(1).await();
    } catch (BindException e) {
      throw ProgramException.failed(
          "dashboard: port "
              + port
              + " cannot be used ("
              + e.getMessage()
              + "); end the program that has it, or name another port: dashboard "
              + (port == 9_000 ? PORT : 9_000));
    }
  }
}
