package dev.escapement.benchmarks.workloads;

import static dev.escapement.benchmarks.peers.PeerKind.CALLBACKS;
import static dev.escapement.benchmarks.peers.PeerKind.CLAIM_FLOOR;
import static dev.escapement.benchmarks.peers.PeerKind.QUEUE_FLOOR;

import dev.escapement.benchmarks.peers.Peer;
import dev.escapement.benchmarks.verdicts.Bar;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** W3: timers that are scheduled and cancelled. */
final class ScheduleAndCancel implements Workload {
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(60);
  private static final int OUTSTANDING = 10_000;

  @Override
  public String id() {
    return "w3";
  }

  @Override
  public String title() {
    return "schedule and cancel: at once, with 10,000 outstanding, on the peer's own thread";
  }

  @Override
  public List<Contender> contenders() {
    List<Contender> all = new ArrayList<>(Contender.of(Peers.ALL));
    all.addAll(Contender.of(QUEUE_FLOOR, CLAIM_FLOOR));
    return all;
  }

  @Override
  public List<Bar> bars() {
    List<Bar> bars = new ArrayList<>();
    for (int threads = 1; threads <= 2; threads++) {
      for (String name : List.of(atOnce(threads), window(threads))) {
        bars.add(Bar.atMost(0.8, CALLBACKS.id(), name + " CPU ns/op", Peers.RIVALS));
        bars.add(Bar.atLeast(1.4, CALLBACKS.id(), name + " Mops/s", Peers.RIVALS));
      }
    }
    return bars;
  }

  private static String atOnce(int threads) {
    return "once/" + threads;
  }

  private static String window(int threads) {
    return "window/" + threads;
  }

  @Override
  public <H> void run(Peer<H> peer, Size size, Figures figures) throws Wrong, InterruptedException {
    var churn = new Churn<>(peer, LIMIT);
    double seconds = size.of(1.0, 0.2);
    for (int threads = 1; threads <= 2; threads++) {
      var _ = churn.atOnce(threads, seconds / 2);
      churn.atOnce(threads, seconds).report(atOnce(threads), figures);
    }
    for (int threads = 1; threads <= 2; threads++) {
      var _ = churn.window(threads, seconds / 2, OUTSTANDING, Churn.Order.OLDEST);
      churn
          .window(threads, seconds, OUTSTANDING, Churn.Order.OLDEST)
          .report(window(threads), figures);
    }
    int pairs = size.of(500_000, 20_000);
    var _ = onOwnThread(peer, churn, pairs / 5);
    figures.put("own thread ns/op", onOwnThread(peer, churn, pairs));
    figures.put("live MB after", megabytesAfter(churn, size.of(10_000_000, 300_000)));
    churn.check();
  }

  private static double onOwnThread(Peer<?> peer, Churn<?> churn, int pairs)
      throws Wrong, InterruptedException {
    var end = new CountDownLatch(1);
    var nanos = new long[1];
    peer.execute(
        () -> {
          long start = System.nanoTime();
          for (int i = 0; i < pairs; i++) {
            churn.pair();
          }
          nanos[0] = System.nanoTime() - start;
          end.countDown();
        });
    Waiting.until(end);
    return nanos[0] / (double) pairs;
  }

  /** The collections begin right after the last cancel. */
  private static double megabytesAfter(Churn<?> churn, int pairs) {
    long before = Heap.liveBytes();
    for (int i = 0; i < pairs; i++) {
      churn.pair();
    }
    return Math.max(0, Heap.liveBytes() - before) / 1e6;
  }
}
