package dev.escapement.benchmarks.peers;

import dev.escapement.runtime.TaskRuntime;
import java.util.concurrent.locks.LockSupport;

/** A thread that is parked until a timer of ours has fired. */
final class Parking implements Runnable {
  private final Thread thread = Thread.currentThread();
  private volatile boolean over;

  static VirtualThreads.Sleeping on(TaskRuntime runtime) {
    return duration -> {
      var parking = new Parking();
      var timer = runtime.schedule(duration, parking);
      while (!parking.over) {
        LockSupport.park();
        if (Thread.interrupted()) {
          var _ = timer.cancel();
          throw new InterruptedException();
        }
      }
    };
  }

  @Override
  public void run() {
    over = true;
    LockSupport.unpark(thread);
  }
}
