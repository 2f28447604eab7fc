package dev.escapement.loom.checks;

import dev.escapement.loom.LoomBridge;
import dev.escapement.runtime.JoinHandle;
import dev.escapement.runtime.Promise;
import dev.escapement.runtime.TaskRuntime;
import dev.escapement.runtime.sim.Simulation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Small programs of ordinary blocking code, each with a concurrency bug that shows only in some
 * orders, and each with a mended twin.
 */
final class PlantedBugs {
  /** Runs once, on a thread of the simulation; returns whether the program did what it promises. */
  interface Program {
    boolean holds(PlantedBugs world, boolean mended) throws Exception;
  }

  /**
   * A program, and how late things are in it: with zero, only the order of ready threads differs.
   */
  record Planted(Program program, Duration lateness) {}

  private static final Duration LATENESS = Duration.ofMillis(5);

  static final Map<String, Planted> ALL = new LinkedHashMap<>();

  static {
    ALL.put("lost update over a sleep", new Planted(PlantedBugs::lostUpdate, LATENESS));
    ALL.put("lease overlap", new Planted(PlantedBugs::leaseOverlap, LATENESS));
    ALL.put("double start", new Planted(PlantedBugs::doubleStart, Duration.ZERO));
    ALL.put("missed cancel", new Planted(PlantedBugs::missedCancel, Duration.ZERO));
    ALL.put("timeout against result", new Planted(PlantedBugs::timeoutAgainstResult, LATENESS));
    ALL.put("stale cache refresh", new Planted(PlantedBugs::staleRefresh, LATENESS));
    ALL.put("lost signal", new Planted(PlantedBugs::lostSignal, LATENESS));
    ALL.put("duplicate after a retry", new Planted(PlantedBugs::duplicateRetry, LATENESS));
    ALL.put("permit lost by an interrupt", new Planted(PlantedBugs::permitLost, LATENESS));
    ALL.put("job lost at close", new Planted(PlantedBugs::jobLostAtClose, Duration.ZERO));
  }

  private final TaskRuntime runtime;
  private final LoomBridge bridge;
  private final List<JoinHandle<?>> forks = new ArrayList<>();

  private PlantedBugs(TaskRuntime runtime) {
    this.runtime = runtime;
    this.bridge = LoomBridge.of(runtime);
  }

  /** Whether the program keeps its promise by this seed; its trace is looked through as well. */
  static boolean holds(Planted planted, boolean mended, long seed) throws Exception {
    try (Simulation simulation =
        Simulation.builder().seed(seed).lateness(planted.lateness()).build()) {
      PlantedBugs world = new PlantedBugs(simulation.runtime());
      boolean holds =
          simulation.run(world.bridge.blocking(() -> planted.program().holds(world, mended)));
      LegalTrace.verify(simulation.trace());
      return holds;
    }
  }

  /** Stands for a call to somewhere else. */
  private void call(int millis) throws InterruptedException {
    bridge.sleep(Duration.ofMillis(millis));
  }

  private interface Body {
    void run() throws Exception;
  }

  private JoinHandle<Boolean> fork(String name, Body body) {
    JoinHandle<Boolean> handle =
        bridge.fork(
            name,
            () -> {
              body.run();
              return true;
            });
    forks.add(handle);
    return handle;
  }

  private void joinAll() throws InterruptedException, ExecutionException {
    for (int i = 0; i < forks.size(); i++) { // a fork may fork
      try {
        var _ = forks.get(i).join();
      } catch (CancellationException expected) {
        // Some programs cancel.
      }
    }
  }

  private static Promise<Boolean> done() {
    Promise<Boolean> promise = new Promise<>();
    promise.complete(true);
    return promise;
  }

  private boolean lostUpdate(boolean mended) throws Exception {
    int[] balance = {0};
    List<Promise<Boolean>> turns = new ArrayList<>(List.of(done()));
    for (int i = 0; i < 2; i++) {
      int start = 10 + 4 * i;
      fork(
          "deposit-" + i,
          () -> {
            call(start);
            Promise<Boolean> before = turns.getLast();
            Promise<Boolean> mine = new Promise<>();
            turns.add(mine);
            if (mended) {
              var _ = bridge.await(before.asTask()); // first come, first served
            }
            int read = balance[0];
            call(1);
            balance[0] = read + 1;
            mine.complete(true);
          });
    }
    joinAll();
    return balance[0] == 2;
  }

  private boolean leaseOverlap(boolean mended) throws Exception {
    long expires = runtime.nanoTime() + 10_000_000_000L;
    int[] token = {1};
    boolean[] overlap = {false};
    fork(
        "leader",
        () -> {
          call(9_992);
          if (runtime.nanoTime() < expires) {
            call(1); // the write is under way, and may come late
            if (!mended || token[0] == 1) {
              overlap[0] = token[0] != 1;
            }
          }
        });
    fork(
        "successor",
        () -> {
          call(10_000);
          token[0] = 2;
        });
    joinAll();
    return !overlap[0];
  }

  private boolean doubleStart(boolean mended) throws Exception {
    boolean[] loaded = {false};
    boolean[] started = {false};
    int[] starts = {0};
    fork(
        "loader",
        () -> {
          call(10);
          loaded[0] = true;
        });
    for (int i = 0; i < 2; i++) {
      fork(
          "starter-" + i,
          () -> {
            call(10);
            if (!started[0]) {
              started[0] = mended;
              if (!loaded[0]) {
                call(10);
              }
              started[0] = true;
              starts[0]++;
            }
          });
    }
    joinAll();
    return starts[0] == 1;
  }

  private boolean missedCancel(boolean mended) throws Exception {
    boolean[] cancelled = {false};
    boolean[] open = {false};
    fork(
        "worker",
        () -> {
          call(10);
          if (!cancelled[0]) {
            call(5);
            open[0] = !mended || !cancelled[0];
          }
        });
    fork(
        "canceller",
        () -> {
          call(10);
          call(5);
          cancelled[0] = true;
          open[0] = false;
        });
    joinAll();
    return !open[0];
  }

  private boolean timeoutAgainstResult(boolean mended) throws Exception {
    int[] released = {0};
    Promise<Boolean> reply = new Promise<>();
    Body release =
        () -> {
          if (!mended || released[0] == 0) {
            released[0]++;
          }
        };
    fork(
        "server",
        () -> {
          call(15);
          release.run();
          reply.complete(true);
        });
    fork(
        "client",
        () -> {
          try {
            var _ = bridge.withTimeout(Duration.ofMillis(32), () -> bridge.await(reply.asTask()));
          } catch (TimeoutException e) {
            release.run();
          }
        });
    joinAll();
    return released[0] == 1;
  }

  private boolean staleRefresh(boolean mended) throws Exception {
    int[] source = {1};
    int[] cache = {0};
    Body refresh =
        () -> {
          int read = source[0];
          call(3);
          if (!mended || read > cache[0]) {
            cache[0] = read;
          }
        };
    fork(
        "refresher",
        () -> {
          call(5);
          refresh.run();
        });
    fork(
        "writer",
        () -> {
          call(10);
          source[0] = 2;
          refresh.run();
        });
    joinAll();
    return cache[0] == 2;
  }

  private boolean lostSignal(boolean mended) throws Exception {
    Queue<String> queue = new ArrayDeque<>();
    Promise<Boolean> signal = new Promise<>();
    boolean[] waiting = {false};
    boolean[] late = {false};
    fork(
        "consumer",
        () -> {
          call(10);
          if (queue.isEmpty()) {
            call(1);
            waiting[0] = true;
            if (mended && !queue.isEmpty()) {
              return;
            }
            try {
              var _ =
                  bridge.withTimeout(Duration.ofSeconds(1), () -> bridge.await(signal.asTask()));
            } catch (TimeoutException e) {
              late[0] = true;
            }
          }
        });
    fork(
        "producer",
        () -> {
          call(16);
          queue.add("item");
          if (waiting[0]) {
            signal.complete(true);
          }
        });
    joinAll();
    return !late[0];
  }

  private boolean duplicateRetry(boolean mended) throws Exception {
    Map<String, Integer> applied = new LinkedHashMap<>();
    Promise<Boolean> acknowledged = new Promise<>();
    Body serve =
        () -> {
          applied.merge("payment", 1, (old, one) -> mended ? old : old + one);
          call(10);
          acknowledged.complete(true);
        };
    fork("request", serve);
    fork(
        "client",
        () -> {
          try {
            var _ =
                bridge.withTimeout(
                    Duration.ofMillis(28), () -> bridge.await(acknowledged.asTask()));
          } catch (TimeoutException e) {
            fork("retry", serve);
          }
        });
    joinAll();
    return applied.get("payment") == 1;
  }

  private boolean permitLost(boolean mended) throws Exception {
    int[] permits = {1};
    JoinHandle<Boolean> worker =
        fork(
            "worker",
            () -> {
              call(10);
              permits[0]--;
              if (mended) {
                try {
                  call(6);
                } finally {
                  permits[0]++;
                }
              } else {
                call(1); // a log entry, before anything can go wrong
                try {
                  call(5);
                } finally {
                  permits[0]++;
                }
              }
            });
    fork(
        "canceller",
        () -> {
          call(22);
          worker.cancel();
        });
    joinAll();
    call(100); // the worker unwinds
    return permits[0] == 1;
  }

  private boolean jobLostAtClose(boolean mended) throws Exception {
    Queue<String> queue = new ArrayDeque<>();
    boolean[] closed = {false};
    int[] answered = {0};
    fork(
        "submitter",
        () -> {
          call(10);
          if (closed[0]) {
            answered[0]++;
            return;
          }
          call(1);
          if (mended && closed[0]) {
            answered[0]++;
          } else {
            queue.add("job");
          }
        });
    fork(
        "closer",
        () -> {
          call(10);
          call(1);
          closed[0] = true;
          answered[0] += queue.size();
          queue.clear();
        });
    joinAll();
    return answered[0] == 1;
  }
}
