package io.sluice.connector.postgres.signal;

import java.io.IOException;
import java.util.List;

/**
 * Has a channel keep its signals until what they asked for is durable. Thread-safe: the polling
 * thread takes and forgets, the reading one executes.
 */
final class Outstanding {

  private final SignalChannel channel;
  private long taken;
  private long executed;
  private long needed;
  private boolean toBeForgotten;

  Outstanding(SignalChannel channel) {
    this.channel = channel;
  }

  /** Those that came in; only for the polling thread. */
  List<Signal> poll() throws IOException {
    List<Signal> signals = channel.poll();
    synchronized (this) {
      taken += signals.size();
      toBeForgotten = true;
    }
    return signals;
  }

  /**
   * One was executed.
   *
   * @param changes how often the plan of what is read had changed after that; 0 when it did not
   */
  synchronized void executed(long changes) {
    executed++;
    needed = Math.max(needed, changes);
  }

  /**
   * Has the channel forget if it may; only for the polling thread.
   *
   * @param durable how often the plan had changed at the place that is durable, -1 for none
   */
  void settle(long durable) throws IOException {
    synchronized (this) {
      if (!toBeForgotten || executed < taken || durable < needed) {
        return;
      }
      toBeForgotten = false;
    }
    channel.forget();
  }

  void close() {
    channel.close();
  }
}
