package io.sluice.connector.table;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The dead letters of the open transaction, on their way to where they are kept. Invariant 5: the
 * offsets behind a record are stored when its letter is, or a crash in between would leave it in
 * neither place. Used by one thread.
 */
final class Letters {
  /** Invariant 6. */
  private static final int MOST = 10_000;

  private final List<Future<Void>> onTheirWay = new ArrayList<>();

  /** One was sent. */
  void add(Future<Void> letter) {
    if (onTheirWay.size() >= MOST) {
      await();
    }
    onTheirWay.add(letter);
  }

  /**
   * Returns when all are kept.
   *
   * @throws ConnectException if one could not be kept
   */
  void await() {
    for (Future<Void> letter : onTheirWay) {
      try {
        letter.get();
      } catch (ExecutionException e) {
        throw new ConnectException(
            "a dead letter could not be written, so that nothing behind its record is committed."
                + " Mend what keeps dead letters, then restart the task: it continues at the"
                + " offsets that are stored in the target.",
            e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ConnectException("interrupted while dead letters were written", e);
      }
    }
    onTheirWay.clear();
  }
}
