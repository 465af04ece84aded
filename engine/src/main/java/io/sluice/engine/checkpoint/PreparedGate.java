package io.sluice.engine.checkpoint;

import java.util.concurrent.CancellationException;

/** Where sink tasks wait at a barrier until its epoch is on disk as prepared. Thread-safe. */
public final class PreparedGate {
  private long prepared;
  private boolean closed;

  /** Lets everybody through who waits for this epoch or an older one. */
  public synchronized void open(long epoch) {
    prepared = Math.max(prepared, epoch);
    notifyAll();
  }

  /**
   * Waits until the epoch is prepared.
   *
   * @throws CancellationException if the gate is closed meanwhile
   */
  public synchronized void await(long epoch) throws InterruptedException {
    while (prepared < epoch && !closed) {
      wait();
    }
    if (prepared < epoch) {
      throw new CancellationException("Epoch " + epoch + " is not going to be prepared");
    }
  }

  /** Sends away everybody who waits. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
