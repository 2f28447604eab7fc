package dev.escapement.loom;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * Tells at once, on the thread that interrupts, that the thread which has begun was interrupted.
 * The JDK closes the channel that a thread is blocked on as a part of its interrupt; this is a
 * channel of which nothing else is used. Good for one interrupt.
 */
final class Interrupts extends AbstractInterruptibleChannel {
  private final Runnable told;

  Interrupts(Runnable told) {
    this.told = told;
  }

  /** From now on, interrupts of the calling thread are told; one that is pending is told now. */
  void listen() {
    begin();
  }

  /** Ends that. */
  void cease() {
    try {
      end(true);
    } catch (ClosedByInterruptException toldAlready) {
      // The interrupt is kept by whoever listens.
    } catch (AsynchronousCloseException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  protected void implCloseChannel() {
    told.run();
  }
}
