package io.sluice.connector.postgres.signal;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.incremental.IncrementalSnapshot;
import io.sluice.connector.postgres.incremental.Window;
import io.sluice.connector.postgres.notification.Notifications;
import io.sluice.connector.postgres.position.KnownTables;
import io.sluice.connector.postgres.position.ReadPlan;
import io.sluice.connector.postgres.position.Reads;
import io.sluice.connector.postgres.position.StreamOffset;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a stream has beside it: tables that are read, and signals that are obeyed, both between two
 * of its transactions. Belongs to the reading thread.
 */
public final class Beside implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Beside.class);

  private final IncrementalSnapshot snapshot;
  private final Signals signals;
  private final boolean allPublished;
  private final Notifications notifications;
  private final long from;
  private final Consumer<SourceRecord> sink;
  private final Memory memory;
  private boolean untold;
  private boolean signalled;
  private @Nullable StreamOffset place;

  /** Remembers what is read beside the stream, beyond a restart. */
  public interface Memory {

    /**
     * What is read has changed at this place, which no record tells as yet: nothing behind it may
     * be forgotten by the server.
     */
    void changed(StreamOffset place);

    /** Nothing is left to be read. */
    void allRead();

    /** Gives out a record that tells what is read, and carries nothing else. */
    void tell(StreamOffset place);
  }

  /**
   * @param allPublished whether every table's rows have been in the stream since it was made
   * @param from the stream's position when it began
   * @param sink takes records of notifications
   * @param memory is told what changes
   */
  public Beside(
      IncrementalSnapshot snapshot,
      Signals signals,
      boolean allPublished,
      Notifications notifications,
      long from,
      Consumer<SourceRecord> sink,
      Memory memory) {
    this.snapshot = snapshot;
    this.signals = signals;
    this.allPublished = allPublished;
    this.notifications = notifications;
    this.from = from;
    this.sink = sink;
    this.memory = memory;
    snapshot.listen(this::told);
  }

  /** What of the stream is not to be delivered. */
  public Window window() {
    return snapshot.window();
  }

  /** What offsets have to tell from here on. */
  public Reads reads() {
    return snapshot.reads();
  }

  /** The table whose new rows are signals, null for none. */
  public @Nullable TableId signalTable() {
    return signals.table();
  }

  /** The stream has a captured table, perhaps one that was made since the task began. */
  public void described(TableId table, int oid) {
    window().altered(table);
    KnownTables known = snapshot.reads().known();
    if (known == null || known.contains(oid)) {
      return;
    }
    if (allPublished) {
      snapshot.knows(oid);
    } else {
      LOG.info(
          "{} is new. Rows from before it was published are read at the next start, or now by"
              + " signal execute-snapshot",
          table);
    }
  }

  /** A row came into the signal table. */
  public void signal(@Nullable Object[] cells) {
    signals.row(cells);
    signalled |= signals.isDue();
  }

  /** Whether the stream has brought signals that are not executed yet. */
  public boolean isSignalled() {
    return signalled;
  }

  /** Whether something is under way that a bounded run has to wait for. */
  public boolean isBusy() {
    return signals.isDue() || snapshot.isReading();
  }

  /**
   * Whether {@link #atBoundary} has something to do. Asked for every message, so nearly nothing
   * when there is neither.
   */
  public boolean isDue(long received) {
    return signals.isDue()
        || snapshot.isDue(received)
        || isTelling(received)
        || (untold && received > 0);
  }

  /**
   * Between two transactions.
   *
   * @param received the stream's position
   * @param here the offset of this place, with {@link #reads()} as they are
   */
  public void atBoundary(long received, StreamOffset here) throws SQLException {
    place = here;
    // First of all: whatever is told of this place tells of the signals before it, too.
    if (signals.isDue()) {
      long before = reads().changes();
      signals.execute(here);
      untold |= signalled; // The transaction that brought it waits for an offset behind it.
      signalled = false;
      if (reads().changes() != before) {
        memory.changed(here.withReads(reads()));
        untold = true;
      }
      return;
    }
    if (isTelling(received)) {
      notifications.release(here, sink);
      return;
    }
    if (untold && received > 0) {
      memory.tell(here);
      untold = false;
      return;
    }
    ReadPlan before = reads().plan();
    snapshot.atBoundary(received, here);
    // That a chunk is through goes with the next one's rows, but none may follow.
    untold |= reads().plan().reads().size() != before.reads().size();
    if (untold && !snapshot.isReading() && reads().plan().isEmpty()) {
      memory.allRead();
    }
  }

  /** Not before the stream moves: until then a position within a transaction may still count. */
  private boolean isTelling(long received) {
    return received > from && notifications.isHolding();
  }

  /** Tells of a reading beside the stream. */
  private void told(String type, @Nullable String id, Map<String, String> details) {
    StreamOffset here = place;
    notifications.incremental(
        type, id, details, here == null ? null : here.withReads(reads()), sink);
  }

  @Override
  public void close() {
    signals.close();
    snapshot.stop();
  }
}
