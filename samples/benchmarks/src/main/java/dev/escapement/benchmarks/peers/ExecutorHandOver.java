package dev.escapement.benchmarks.peers;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/** Two callbacks of which each gives the other to the executor. */
final class ExecutorHandOver implements HandOver {
  private final Executor executor;

  ExecutorHandOver(Executor executor) {
    this.executor = executor;
  }

  @Override
  public void roundTrips(int count) throws InterruptedException {
    var end = new CountDownLatch(1);
    executor.execute(new Side(count, end));
    end.await();
  }

  private final class Side implements Runnable {
    private final CountDownLatch end;
    private final Runnable other = this::back;
    private int left;

    Side(int count, CountDownLatch end) {
      this.left = count;
      this.end = end;
    }

    @Override
    public void run() {
      if (left-- == 0) {
        end.countDown();
      } else {
        executor.execute(other);
      }
    }

    private void back() {
      executor.execute(this);
    }
  }
}
