package io.sluice.connector.postgres.incremental;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.event.HeapFullException;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.handover.RecordSink;
import io.sluice.connector.postgres.incremental.ReadAhead.Ordered;
import io.sluice.connector.postgres.position.Reads;
import io.sluice.connector.postgres.position.StreamOffset;
import io.sluice.connector.postgres.position.TableRead;
import io.sluice.connector.postgres.position.TableRead.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads tables beside the stream. Between two transactions of the stream a chunk of a table is read
 * in a database snapshot of its own and delivered at once; {@link Window} then keeps back those
 * changes that the chunk already holds. When the stream has passed the log's end as it was after
 * the snapshot was taken, the chunk counts as read, offsets say so, and the next one may be read. A
 * restart before that reads the chunk again. The next chunk is fetched meanwhile; of its rows those
 * are left out of which the stream delivered a later state before it is their turn ({@link
 * Touched}). So nothing needs to be written to the source, keys keep their order, and memory is one
 * chunk's keys.
 *
 * <p>Belongs to the reading thread.
 */
public final class IncrementalSnapshot {

  private static final Logger LOG = LoggerFactory.getLogger(IncrementalSnapshot.class);
  private static final long TICK_MILLIS = 100;
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long VISIBLE_SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** In place of what would have come: a row of the chunk has to be read again. */
  private static final Object CUT = new Object();

  /** Rows that a page has at least, of a table as most are: a chunk of pages is timed anyway. */
  private static final int ROWS_OF_A_PAGE = 40;

  private static final String NO_SUCH_TABLE = "42P01";

  private final Setup setup;
  private final ChunkFetch fetch;
  private final RecordSink sink;
  private final Runnable whileWaiting;
  private final Predicate<SQLException> passes;
  private final StandStill standStill;
  private final Connection sql;
  private final Window window = new Window();
  private final ChunkSize size;
  private final ReadAhead ahead;
  private final Agenda agenda;

  private @Nullable Open open;
  private boolean knowsUnderWay;
  private long lastReceived;
  private long stoodSince;
  private long notBefore = System.nanoTime();

  /**
   * A chunk that was delivered and that the stream has not passed yet.
   *
   * @param end position in the log that it has to pass
   * @param read what was to be read
   * @param rest what is left of it then, null when nothing is
   * @param lastKey of a table's last chunk, null when it is another one or has no rows
   * @param since when its snapshot was taken, by the ticker
   */
  private record Open(
      long end,
      TableRead read,
      @Nullable TableRead rest,
      @Nullable List<String> lastKey,
      long since) {

    Open withEnd(long position) {
      return new Open(position, read, rest, lastKey, since);
    }
  }

  /**
   * @param reads what the offset tells of earlier reading
   * @param opener opens connections for chunks
   * @param sql an ordinary connection in auto-commit mode
   * @param whileWaiting called now and then while a chunk keeps the stream waiting
   * @param passes whether an error may pass by itself
   */
  public IncrementalSnapshot(
      Setup setup,
      Reads reads,
      ConnectionOpener opener,
      Connection sql,
      RecordSink sink,
      Runnable whileWaiting,
      Predicate<SQLException> passes) {
    this.setup = setup;
    this.fetch = new ChunkFetch(setup, opener);
    this.ahead = new ReadAhead(fetch, window);
    this.standStill =
        new StandStill(sql, setup.standby() || setup.config().incremental().readOnly());
    this.sql = sql;
    this.sink = sink;
    this.whileWaiting = whileWaiting;
    this.passes = passes;
    this.size = new ChunkSize(setup.config().incremental().chunkSize(), fetch.capacity());
    this.agenda = new Agenda(reads, this::await);
    await();
  }

  /** Has somebody hear how the reading goes. */
  public void listen(ReadListener listener) {
    agenda.listen(listener);
  }

  /** What of the stream is not to be delivered. */
  public Window window() {
    return window;
  }

  /** What offsets have to tell from here on. */
  public Reads reads() {
    return agenda.reads();
  }

  /** Whether there is something to be read that nobody paused. */
  public boolean isReading() {
    return open != null || agenda.isReading();
  }

  /** Whether {@link #atBoundary} has something to do. */
  public boolean isDue(long received) {
    Open chunk = open;
    if (chunk != null) {
      return received >= chunk.end() || standsStill(received);
    }
    return agenda.isReading() && System.nanoTime() - notBefore >= 0;
  }

  /** Adds readings behind those that are planned. */
  public void plan(List<TableRead> more) {
    agenda.add(more);
  }

  /**
   * A table needs no first reading.
   *
   * @param oid the server's number of it
   */
  public void knows(int oid) {
    agenda.knows(oid);
  }

  /**
   * Why a table cannot be read so, as far as can be told beforehand; null when nothing is known.
   *
   * @param oid the server's number of it
   */
  public @Nullable String problem(TableRead read, int oid) throws SQLException {
    Table table = new Catalog(sql, setup.config().selection()).table(read.table(), oid);
    try {
      List<String> walked = fetch.walked(table, read);
      return read.condition() == null
          ? null
          : Refusal.of(sql, new ChunkQuery(table, read, walked).rows("1", 0));
    } catch (ConnectException e) {
      return e.getMessage();
    }
  }

  /** Gives up readings of some tables. */
  public void stop(Predicate<TableId> tables) {
    if (agenda.stop(tables)) {
      ahead.drop();
    }
  }

  /** Reads no further chunk until {@link #resume}. */
  public void pause() {
    if (agenda.pause()) {
      ahead.drop(); // It keeps a snapshot and a lock.
    }
  }

  /** Goes on reading. */
  public void resume() {
    agenda.resume();
  }

  /**
   * Between two transactions of the stream: closes a chunk that the stream has passed, and reads
   * the next one.
   *
   * @param received the stream's position; everything that was committed before it has been
   *     delivered
   * @param here the offset of this place, with {@link #reads()} as they are
   */
  public void atBoundary(long received, StreamOffset here) throws SQLException {
    Open chunk = open;
    if (chunk != null && received < chunk.end()) {
      long end = standStill.end(chunk.end(), System.nanoTime() - chunk.since());
      stoodSince = System.nanoTime();
      open = chunk.withEnd(end);
      return;
    }
    if (chunk != null) {
      close();
      return; // Offsets have to tell of it before the next one's rows are given out.
    }
    TableRead read = agenda.current();
    try {
      chunk(read, received, here);
    } catch (OutOfMemoryError e) {
      throw new HeapFullException(ChunkFetch.beside(read), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("The task is stopping");
    }
  }

  private boolean standsStill(long received) {
    long now = System.nanoTime();
    if (received != lastReceived) {
      lastReceived = received;
      stoodSince = now;
    }
    return now - stoodSince > STILL_NANOS;
  }

  /** Ends what is being fetched. */
  public void stop() {
    fetch.close();
  }

  private void close() {
    Open chunk = Objects.requireNonNull(open);
    boolean truncated = window.wasTruncated();
    window.close();
    open = null;
    await();
    if (truncated) {
      LOG.info("A chunk was truncated behind its reading and is read again");
    } else if (agenda.isCurrent(chunk.read())) { // Else it was stopped meanwhile.
      TableRead rest = chunk.rest();
      if (rest == null) {
        agenda.through(chunk.read(), chunk.lastKey());
      } else {
        agenda.goOn(chunk.read(), rest);
      }
    }
  }

  /** Tells the window which tables will have their changes from their reading. */
  private void await() {
    TableRead guarded = open == null ? null : open.read();
    window.await(
        agenda.plan().reads().stream()
            .filter(read -> read.kind() == Kind.FIRST && read != guarded)
            .map(TableRead::table)
            .collect(Collectors.toUnmodifiableSet()));
  }

  private void chunk(TableRead read, long received, StreamOffset here)
      throws SQLException, InterruptedException {
    remember();
    long began = System.nanoTime();
    Ordered waiting = ahead.due(read);
    @Nullable Touched touched = waiting == null ? null : waiting.touched();
    Fetch from = waiting == null ? fetch.begin(part(read), size.rows()) : waiting.fetch();
    Object first = next(from);
    if (first == Fetch.GIVEN_UP) {
      ahead.drop();
      return; // It is due at once, and read then.
    }
    if (!(first instanceof Chunk chunk)) {
      ahead.drop();
      failed(read, first);
      return;
    }
    // A standby sends what it has replayed, which can be seen there.
    if (!chunk.standby() && !window.allDeliveredAreIn(chunk.visibility(), touched)) {
      // A row as this snapshot saw it could be older than what was delivered of it.
      LOG.debug("A delivered transaction is not visible yet; taking another snapshot");
      if (touched == null) {
        from.answer(false);
        next(from); // the end
        notBefore = System.nanoTime() + VISIBLE_SOON_NANOS;
      } else {
        ahead.drop();
      }
      return;
    }
    Map<Object, Boolean> outdated = Map.of();
    if (touched == null) {
      from.answer(true);
    } else {
      outdated = touched.unseenBy(chunk.visibility());
      if (!outdated.isEmpty() && !touched.tells(chunk)) {
        ahead.drop();
        return;
      }
    }
    ahead.taken();
    if (read.kind() == Kind.INCREMENTAL && chunk.upTo() != null) {
      ahead.order(read, chunk, size.rows());
    }
    give(read, chunk, from, outdated, received, here, began);
  }

  /** What one chunk has of it, as far as that is known before. */
  private TableRead part(TableRead read) {
    return read.kind() == Kind.PAGES
        ? read.firstPages(Math.max(1, size.rows() / ROWS_OF_A_PAGE))
        : read;
  }

  private void give(
      TableRead read,
      Chunk chunk,
      Fetch from,
      Map<Object, Boolean> outdated,
      long received,
      StreamOffset here,
      long began)
      throws SQLException, InterruptedException {
    boolean passed = received >= chunk.end();
    if (read.kind() != Kind.BLOCKING && !passed) {
      window.open(read.table(), chunk.identity(), chunk.visibility());
      if (read.kind() == Kind.FIRST) {
        window.holdsEveryRow();
      }
    }
    ChunkRows rows = new ChunkRows(setup, sink, window, chunk, read, here, outdated);
    Object last = next(from);
    while (last instanceof List<?> batch) {
      last = rows.give(batch) ? next(from) : CUT;
    }
    sink.flush();
    agenda.gave(rows.count());
    TableRead rest = read; // What came of a chunk that failed is guarded like that of another.
    if (last == ChunkFetch.END) {
      rest = rest(read, chunk, rows, rows.seen() >= from.limit());
      if (read.kind() == Kind.PAGES || rows.seen() >= from.limit()) {
        size.took(System.nanoTime() - began, rows.bytes());
      }
      ahead.begin(rest);
    } else if (last == CUT) {
      from.cancel();
      ahead.drop();
      rest = rest(read, chunk, rows, rows.seen() > 0);
      rest = rest == null ? read : rest;
    } else {
      ahead.drop();
      boolean again = rows.count() > 0 && read.isInOneGo();
      if (again && agenda.brokeOffAgain()) {
        refused(read, last);
      } else {
        failed(read, last);
      }
      rest = rows.count() == 0 ? read : read.again();
    }
    List<String> lastKey =
        rest == null && rows.count() > 0 && !chunk.walked().isEmpty() ? rows.lastKey() : null;
    open = new Open(chunk.end(), read, rest, lastKey, began);
    await();
    stoodSince = System.nanoTime();
    if (passed) {
      close();
    }
  }

  /** Before the first chunk: what was delivered before this reader began. */
  private void remember() throws SQLException {
    if (knowsUnderWay) {
      return;
    }
    knowsUnderWay = true;
    List<Long> underWay = UnderWay.in(sql);
    if (!underWay.isEmpty()) {
      LOG.info(
          "Commits wait for a standby here: the first chunk is read when the {} transactions that"
              + " are under way are over",
          underWay.size());
      underWay.forEach(window::delivered);
    }
  }

  private static @Nullable TableRead rest(
      TableRead read, Chunk chunk, ChunkRows rows, boolean more) {
    List<String> upTo = chunk.upTo();
    if (read.kind() == Kind.PAGES && upTo != null) {
      return read.behind(read.endingAt(upTo));
    }
    if (chunk.walked().isEmpty() || upTo == null || !more) {
      return null;
    }
    return read.endingAt(upTo).readTo(rows.lastKey());
  }

  private Object next(Fetch from) throws InterruptedException {
    Object next = from.take(TICK_MILLIS);
    while (next == null) {
      whileWaiting.run();
      next = from.take(TICK_MILLIS);
    }
    return next;
  }

  private void failed(TableRead read, Object failure) throws SQLException {
    if (failure instanceof HeapFullException full) {
      throw full;
    }
    if (failure instanceof RewrittenException rewritten) {
      LOG.warn("{} was rewritten while the rest of it was read: it is read whole", read.table());
      agenda.readWhole(read, rewritten.isKeyed());
      return;
    }
    notBefore = System.nanoTime() + RETRY_NANOS;
    if (failure instanceof SQLException e && ChunkFetch.LOCKED.equals(e.getSQLState())) {
      LOG.info("{} is locked by somebody; its reading goes on when that is over", read.table());
      return;
    }
    if (failure instanceof SQLException e && passes.test(e)) {
      LOG.warn("Reading {} beside the stream failed; trying again", read.table(), e);
      return;
    }
    refused(read, failure);
  }

  /** What would fail again, or begin a whole table again. */
  private void refused(TableRead read, Object failure) throws SQLException {
    boolean gone = failure instanceof SQLException e && NO_SUCH_TABLE.equals(e.getSQLState());
    if (read.id() == null && !gone) {
      if (failure instanceof SQLException e) {
        throw e;
      }
      throw (RuntimeException) failure;
    }
    // What somebody asked for and cannot be had harms nobody else.
    LOG.warn(
        "{} is not read: {}",
        read.table(),
        Refusal.reason((Exception) failure),
        (Exception) failure);
    agenda.refuse(failure instanceof SQLException ? "SQL_EXCEPTION" : "NO_PRIMARY_KEY");
  }
}
