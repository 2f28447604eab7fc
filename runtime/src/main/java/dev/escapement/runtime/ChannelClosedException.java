package dev.escapement.runtime;

/** What a {@link Channel} tells senders once it is closed, and receivers once it is empty too. */
public final class ChannelClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  ChannelClosedException() {
    super("the channel is closed");
  }
}
