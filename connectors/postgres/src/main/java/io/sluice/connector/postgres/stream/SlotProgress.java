package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.position.Position;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Decides up to where the slot may be confirmed, that is, what the server may forget. Invariant 1:
 * only what every sink has made durable.
 *
 * <p>Transactions that made records wait here in the order of their commits until the durable
 * position has passed them; the end of the last one passed may be confirmed. When none waits and
 * none is being read, everything that the server has sent up to now may be: whatever was committed
 * before the received position came before it in the stream, and made no records or durable ones;
 * whatever was not is sent in full after its commit, even if it began earlier. So a database whose
 * captured tables are quiet holds back no log. Safe for the reading thread and the committing one.
 */
public final class SlotProgress {

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private @Nullable Position durable;
  private boolean reading;
  private long received;
  private long safe;

  /**
   * A transaction whose records were given over, or a change of what is read beside the stream.
   *
   * @param changes how often what is read had changed by then, -1 for a transaction
   */
  private record Waiting(long txId, long lsn, long events, long endLsn, long changes) {}

  /**
   * The stream begins anew, behind what was handed out: a transaction that was open comes again.
   * Those that wait go on waiting, as their records may still be on the way to the sinks.
   */
  public synchronized void restart() {
    reading = false;
  }

  /** Everything up to this position is durable in all sinks. */
  public synchronized void durable(Position position) {
    durable = position;
    int passed = 0;
    int at = 0;
    for (Iterator<Waiting> i = waiting.iterator(); i.hasNext(); ) {
      at++;
      if (covers(position, i.next())) {
        passed = at; // and with it whatever was given over before it
      }
    }
    for (; passed > 0; passed--) {
      safe = Math.max(safe, waiting.remove().endLsn());
    }
  }

  /**
   * What is read beside the stream has changed, between two transactions. Until an offset that
   * tells of it is durable nothing behind may be forgotten, not even when all of it is read
   * already: a chunk keeps back the changes that it holds, the signal that asked for it does not
   * come again, and nobody else would know that it has to be read.
   *
   * @param place the place, with what is read from there on
   */
  public synchronized void planned(Position place) {
    Waiting change = new Waiting(0, place.lsn(), 0, place.lastCommitLsn(), place.reads().changes());
    if (durable == null || !covers(durable, change)) {
      waiting.add(change);
    }
  }

  /** What is durable in all sinks, null when nothing is known to be. */
  public synchronized @Nullable Position durable() {
    return durable;
  }

  /** The open transaction has made its first record. */
  synchronized void began() {
    reading = true;
  }

  /**
   * The open transaction is complete; all its records are given over, now or before the stream
   * began anew.
   *
   * @param lsn of its last change that made a record
   * @param events count of that change at its LSN
   * @param endLsn where its commit record ends
   */
  synchronized void completed(long txId, long lsn, long events, long endLsn) {
    reading = false;
    received = Math.max(received, endLsn);
    Waiting transaction = new Waiting(txId, lsn, events, endLsn, -1);
    if (durable == null || !covers(durable, transaction)) {
      waiting.add(transaction);
    }
  }

  /**
   * The same for a transaction that brought a signal: an offset that lies in it does not tell what
   * the signal asks for, so one that lies behind it has to be durable.
   */
  synchronized void completedWithSignal(long endLsn) {
    completed(0, endLsn, 0, endLsn);
  }

  /**
   * The server has sent everything that was committed before this position. Only while no
   * transaction is being read.
   */
  synchronized void received(long lsn) {
    received = Math.max(received, lsn);
  }

  /** What may be confirmed, 0 for nothing yet. Never goes back. */
  synchronized long confirmable() {
    if (waiting.isEmpty() && !reading) {
      safe = Math.max(safe, received);
    }
    return safe;
  }

  private static boolean covers(Position position, Waiting transaction) {
    if (transaction.changes() >= 0) {
      // Several offsets may have one position and differ in what they tell of the reading.
      return transaction.endLsn() < position.lastCommitLsn()
          || (transaction.endLsn() == position.lastCommitLsn()
              && transaction.changes() <= position.reads().changes());
    }
    return transaction.endLsn() <= position.lastCommitLsn()
        || (transaction.txId() == position.txId()
            && transaction.lsn() == position.lsn()
            && transaction.events() == position.events()
            && position.part() == 0);
  }
}
