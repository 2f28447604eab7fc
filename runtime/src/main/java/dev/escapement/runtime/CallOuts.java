package dev.escapement.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls to user code, and to what user code may be behind, that must not harm the caller: what they
 * throw is logged and counted, and the caller goes on.
 */
final class CallOuts {
  private static final Logger LOG = System.getLogger("dev.escapement.runtime");

  private CallOuts() {}

  static void wake(Waker waker) {
    try {
      waker.wake();
    } catch (Throwable t) {
      failed("a waker", t);
    }
  }

  static void unpark(Thread thread) {
    try {
      LockSupport.unpark(thread);
    } catch (Throwable t) {
      failed("the scheduler of a thread that was woken", t);
    }
  }

  static void cancel(Task<?> task) {
    try {
      task.cancel();
    } catch (Throwable t) {
      failed("the cancel hook of a task", t);
    }
  }

  static void run(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable t) {
      failed("a scheduled callback", t);
    }
  }

  static void uncaught(UncaughtHandler handler, String taskName, Throwable cause) {
    try {
      handler.uncaught(taskName, cause);
    } catch (Throwable t) {
      failed("the uncaught handler", t);
    }
  }

  private static void failed(String what, Throwable t) {
    Carrier carrier = Seats.current();
    if (carrier != null) {
      carrier.counters.callOutFailed();
      if (carrier.director != null) {
        carrier.director.threw(what, t);
        return;
      }
    }
    log(Level.WARNING, what + " threw; the loop goes on", t);
  }

  /**
   * Logs. A logger that fails as well, as it may after an OutOfMemoryError, must not stop anything
   * either.
   */
  static void log(Level level, String message, Throwable t) {
    try {
      LOG.log(level, message, t);
    } catch (Throwable loggerFailed) {
      // There is nobody left to tell.
    }
  }
}
