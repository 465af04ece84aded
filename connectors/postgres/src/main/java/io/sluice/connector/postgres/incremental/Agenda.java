package io.sluice.connector.postgres.incremental;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.position.KnownTables;
import io.sluice.connector.postgres.position.ReadPlan;
import io.sluice.connector.postgres.position.Reads;
import io.sluice.connector.postgres.position.TableRead;
import io.sluice.connector.postgres.position.TableRead.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be read beside the stream and how far the table under way has come; whoever listens
 * hears of each change. Knows nothing of how a chunk is read.
 *
 * <p>Belongs to the reading thread.
 */
final class Agenda {

  private static final Logger LOG = LoggerFactory.getLogger(Agenda.class);

  /** How the reading of a table ends that is given up, as Debezium calls it. */
  private static final Set<String> REFUSED = Set.of("SQL_EXCEPTION", "NO_PRIMARY_KEY");

  private final ReadNotices notices = new ReadNotices();
  private final Runnable changed;

  private Reads reads;
  private long rows;
  private boolean brokeOff;

  /**
   * @param reads what the offset tells of earlier reading
   * @param changed called when other tables are to be read than before
   */
  Agenda(Reads reads, Runnable changed) {
    this.reads = reads;
    this.changed = changed;
    if (!isEmpty()) {
      LOG.info("Going on to read beside the stream: {}", names(plan().reads()));
    }
  }

  /** Has somebody hear how the reading goes. */
  void listen(ReadListener listener) {
    notices.listen(listener);
  }

  /** What offsets have to tell from here on. */
  Reads reads() {
    return reads;
  }

  ReadPlan plan() {
    return reads.plan();
  }

  boolean isEmpty() {
    return plan().isEmpty();
  }

  /** Whether there is something to be read that nobody paused. */
  boolean isReading() {
    return !isEmpty() && !plan().paused();
  }

  /** What is read now; ask only when there is something. */
  TableRead current() {
    return Objects.requireNonNull(plan().current());
  }

  /** Whether that is still what is read now. */
  boolean isCurrent(TableRead read) {
    return read == plan().current();
  }

  /** Adds readings behind those that are planned. */
  void add(List<TableRead> more) {
    change(plan().with(more));
    LOG.info("To be read beside the stream: {}", names(more));
    notices.started(plan(), more.isEmpty() ? null : more.get(0).id());
  }

  /** A table, told by the server's number of it, needs no first reading. */
  void knows(int oid) {
    KnownTables known = reads.known();
    if (known != null) {
      reads = reads.withKnown(known.with(oid));
    }
  }

  /** Gives up readings of some tables; whether the one under way is among them. */
  boolean stop(Predicate<TableId> tables) {
    if (isEmpty()) {
      LOG.warn("Nothing is being read beside the stream, so there is nothing to stop");
      return false;
    }
    ReadPlan left = plan().without(tables);
    List<TableRead> stopped =
        plan().reads().stream().filter(read -> tables.test(read.table())).toList();
    LOG.info("No longer read beside the stream: {}", names(stopped));
    boolean underWay = left.current() != plan().current();
    if (underWay) {
      beginTable();
    }
    change(left);
    notices.aborted(stopped);
    return underWay;
  }

  /** Has nothing read until {@link #resume}; whether there was something to pause. */
  boolean pause() {
    if (isEmpty()) {
      LOG.warn("Nothing is being read beside the stream, so there is nothing to pause");
      return false;
    }
    reads = reads.withPlan(plan().withPaused(true));
    LOG.info("Reading beside the stream pauses");
    notices.paused(plan());
    return true;
  }

  void resume() {
    reads = reads.withPlan(plan().withPaused(false));
    LOG.info("Reading beside the stream goes on: {}", names(plan().reads()));
    notices.resumed(plan());
  }

  /** Rows of the table under way were given out. */
  void gave(long more) {
    rows += more;
  }

  /** The table under way is to be begun again; whether that was so once before. */
  boolean brokeOffAgain() {
    boolean again = brokeOff;
    brokeOff = true;
    return again;
  }

  /** A chunk of the table under way is done; the rest is to be read. */
  void goOn(TableRead chunk, TableRead rest) {
    change(plan().withCurrent(rest));
    if (rest != chunk) {
      notices.inProgress(plan(), rest);
    }
  }

  /**
   * The last chunk of the table under way is done.
   *
   * @param lastKey of the chunk, null when it had no row
   */
  void through(TableRead chunk, @Nullable List<String> lastKey) {
    if (lastKey != null) {
      TableRead read = chunk.upTo() == null ? chunk.endingAt(lastKey) : chunk;
      notices.inProgress(plan(), read.readTo(lastKey));
    }
    end(rows == 0 ? "EMPTY" : "SUCCEEDED");
  }

  /**
   * The table under way is given up.
   *
   * @param status why, one of {@link #REFUSED}
   */
  void refuse(String status) {
    end(status);
  }

  /** The table under way was rewritten: places of its rows mean nothing any more. */
  void readWhole(TableRead pages, boolean keyed) {
    change(
        plan()
            .withInsteadOfPages(
                TableRead.of(pages.table(), keyed ? Kind.INCREMENTAL : Kind.BLOCKING)));
  }

  private void end(String status) {
    ReadPlan before = plan();
    TableRead read = current();
    change(before.next());
    if (read.kind() == Kind.PAGES && before.hasMorePages(read.table())) {
      return;
    }
    if (!REFUSED.contains(status)) {
      LOG.info("Read beside the stream: {}, {} rows", read.table(), rows);
    }
    notices.scanned(before, read, rows, status);
    beginTable();
    if (isEmpty()) {
      notices.completed(read.id());
    }
  }

  private void beginTable() {
    rows = 0;
    brokeOff = false;
  }

  private void change(ReadPlan next) {
    reads = reads.withPlan(next);
    changed.run();
  }

  private static List<String> names(List<TableRead> reads) {
    return reads.stream().limit(20).map(read -> read.table().toString()).toList();
  }
}
