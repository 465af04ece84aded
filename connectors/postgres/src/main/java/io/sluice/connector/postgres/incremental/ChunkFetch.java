package io.sluice.connector.postgres.incremental;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.position.TableRead;
import io.sluice.connector.postgres.position.TableRead.Kind;
import io.sluice.connector.postgres.position.Visibility;
import io.sluice.connector.postgres.snapshot.CopyRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Fetches chunks on a thread and a connection of its own, so that whoever waits for the rows can
 * look after the stream's connection meanwhile. The thread lives as long as one chunk; a bounded
 * number of rows waits between the two (Invariant 6).
 */
final class ChunkFetch {

  /** Behind the last row. */
  static final Object END = new Object();

  private static final int BATCH_ROWS = 512;
  private static final int BATCH_BYTES = 1 << 18;
  private static final int BATCHES = 4;

  /** How long a chunk may keep the stream waiting for a table that somebody else has locked. */
  private static final String PATIENCE = "SET LOCAL lock_timeout = '200ms'";

  /**
   * The log's end is asked for after the snapshot is taken: whatever the snapshot saw was committed
   * before it. The name of the snapshot's function is one that PostgreSQL 12 has too. The last
   * column but one changes when the table's form does.
   */
  private static final String MOMENT =
      "SELECT "
          + Visibility.NOW
          + ", "
          + Visibility.LOG_END
          + """
          ,
            (extract(epoch FROM clock_timestamp()) * 1000000)::int8, c.oid::int8,
            concat_ws('/', c.oid,
              (SELECT string_agg(a.xmin::text, ',' ORDER BY a.attnum) FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0),
              (SELECT string_agg(d.xmin::text, ',' ORDER BY d.oid) FROM pg_attrdef d
                WHERE d.adrelid = c.oid),
              (SELECT string_agg(i.xmin::text, ',' ORDER BY i.indexrelid) FROM pg_index i
                WHERE i.indrelid = c.oid)),
            pg_is_in_recovery()
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = ? AND c.relname = ?\
          """;

  private final Setup setup;
  private final ConnectionOpener opener;
  private final Map<TableId, Known> forms = new HashMap<>();
  private BlockingQueue<Object> queue = new ArrayBlockingQueue<>(BATCHES);
  private BlockingQueue<Boolean> answer = new ArrayBlockingQueue<>(1);
  private volatile @Nullable Connection connection;
  private @Nullable Thread thread;

  /** A form of a table that was looked up. */
  private record Known(String form, Table table, TableFormat format) {}

  ChunkFetch(Setup setup, ConnectionOpener opener) {
    this.setup = setup;
    this.opener = opener;
  }

  /**
   * Begins to fetch; what comes is to be taken up to the end or a failure, and the {@link Chunk} to
   * be answered.
   */
  void begin(TableRead read, int rows) {
    BlockingQueue<Object> into = new ArrayBlockingQueue<>(BATCHES);
    queue = into;
    BlockingQueue<Boolean> go = new ArrayBlockingQueue<>(1);
    answer = go;
    Thread fetching =
        new Thread(() -> fetch(read, rows, into, go), "sluice-chunk-" + setup.config().slot());
    fetching.setDaemon(true);
    fetching.setContextClassLoader(ChunkFetch.class.getClassLoader());
    thread = fetching;
    fetching.start();
  }

  /**
   * The answer to a chunk.
   *
   * @param wanted whether its rows are to be fetched; else the end comes
   */
  void answer(boolean wanted) {
    answer.add(wanted);
  }

  /**
   * The next of: the {@link Chunk}, then lists of rows, then {@link #END}; or an exception, and
   * nothing behind it. Null when nothing came within the time.
   */
  @Nullable Object take(long millis) throws InterruptedException {
    return queue.poll(millis, TimeUnit.MILLISECONDS);
  }

  /** Ends a fetch that nobody waits for any more, and the connection. */
  void close() {
    Thread fetching = thread;
    Connection open = connection;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        // It ends anyway.
      }
    }
    if (fetching != null) {
      fetching.interrupt();
    }
    connection = null;
  }

  private void fetch(
      TableRead read, int rows, BlockingQueue<Object> into, BlockingQueue<Boolean> go) {
    try {
      try {
        Connection open = connection;
        if (open == null) {
          open = opener.open();
          connection = open;
          open.setAutoCommit(false);
          open.setReadOnly(true);
          open.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        }
        try {
          copy(open, read, rows, into, go);
        } finally {
          open.rollback();
        }
        into.put(END);
      } catch (SQLException | RuntimeException e) {
        Connection broken = connection;
        connection = null;
        if (broken != null) {
          broken.close();
        }
        into.put(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      // Closing a connection that failed: what it failed of was told.
    }
  }

  private void copy(
      Connection open,
      TableRead read,
      int limit,
      BlockingQueue<Object> into,
      BlockingQueue<Boolean> go)
      throws SQLException, InterruptedException {
    try (Statement statement = open.createStatement()) {
      statement.execute(PATIENCE);
      // Before the snapshot: nothing can alter or truncate the table between that and the rows.
      statement.execute("LOCK TABLE ONLY " + read.table().sql() + " IN ACCESS SHARE MODE");
    }
    Chunk chunk = describe(open, read);
    into.put(chunk);
    if (!go.take() || (chunk.upTo() == null && !chunk.walked().isEmpty())) {
      return; // not wanted, or no rows
    }
    TableRead bounded = chunk.upTo() == null ? read : read.endingAt(chunk.upTo());
    TableFormat format = chunk.format();
    String rows =
        new ChunkQuery(format.table(), bounded, chunk.walked()).rows(format.selectList(), limit);
    CopyOut copy =
        open.unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (" + rows + ") TO STDOUT (FORMAT binary)");
    List<byte[]> batch = new ArrayList<>();
    int bytes = 0;
    byte[] message = copy.readFromCopy();
    if (message != null) {
      message = Arrays.copyOfRange(message, CopyRow.start(message), message.length);
    }
    while (message != null) {
      if (!CopyRow.isTrailer(message, 0)) {
        batch.add(message);
        bytes += message.length;
      }
      message = copy.readFromCopy(); // the driver wants to see the end of the copy
      if (message == null || batch.size() >= BATCH_ROWS || bytes >= BATCH_BYTES) {
        into.put(batch);
        batch = new ArrayList<>(BATCH_ROWS);
        bytes = 0;
      }
    }
  }

  private Chunk describe(Connection open, TableRead read) throws SQLException {
    try (PreparedStatement query = open.prepareStatement(MOMENT)) {
      query.setString(1, read.table().schema());
      query.setString(2, read.table().table());
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("Table " + read.table() + " does not exist", "42P01");
        }
        Known known = forms.get(read.table());
        String form = row.getString(5);
        if (known == null || !known.form().equals(form)) {
          Catalog catalog = new Catalog(open, setup.config().selection());
          Table table = catalog.table(read.table(), (int) row.getLong(4));
          known = new Known(form, table, setup.formats().of(table));
          forms.clear(); // one table is read at a time
          forms.put(read.table(), known);
        }
        List<String> identity = known.table().identity();
        List<String> walked = walked(known.table(), read);
        List<String> upTo = read.upTo();
        if (upTo == null && !walked.isEmpty()) {
          upTo = greatest(open, new ChunkQuery(known.table(), read, walked), walked.size());
        }
        return new Chunk(
            known.format(),
            identity.isEmpty() ? walked : identity,
            walked,
            new Visibility(row.getString(1)),
            row.getBoolean(6),
            position(row.getLong(2)),
            row.getLong(3),
            upTo);
      }
    }
  }

  /**
   * The surrogate, made unique by the key behind it; the key; nothing for a table that is read in
   * one go.
   */
  private static List<String> walked(Table table, TableRead read) {
    if (read.kind() != Kind.INCREMENTAL) {
      return List.of();
    }
    List<String> captured = table.columns().stream().map(Column::name).toList();
    List<String> walked = new ArrayList<>();
    String surrogate = read.surrogate();
    if (surrogate != null) {
      boolean usable =
          IntStream.range(0, captured.size())
              .anyMatch(
                  i -> captured.get(i).equals(surrogate) && !table.columns().get(i).optional());
      if (!usable) {
        throw new ConnectException(
            table.id()
                + ": surrogate key '"
                + surrogate
                + "' has to be a captured column that is NOT NULL");
      }
      walked.add(surrogate);
    }
    table.identity().stream().filter(column -> !column.equals(surrogate)).forEach(walked::add);
    if (walked.isEmpty()) {
      throw new ConnectException(
          table.id() + " has no key to walk along: name a column as surrogate-key");
    }
    if (!captured.containsAll(walked)) {
      throw new ConnectException(
          table.id()
              + ": its key "
              + walked
              + " is not captured whole, so rows cannot be told apart");
    }
    return walked;
  }

  private static @Nullable List<String> greatest(Connection open, ChunkQuery query, int columns)
      throws SQLException {
    try (Statement statement = open.createStatement();
        ResultSet row = statement.executeQuery(query.greatest())) {
      if (!row.next()) {
        return null;
      }
      List<String> key = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        key.add(Objects.requireNonNull(row.getString(i)));
      }
      return key;
    }
  }

  /**
   * Where the log ends for who reads it: the server says where the next record will begin, which on
   * a new page lies behind the page's header, and a reader is never told of that place before there
   * is a record.
   */
  static long position(long insert) {
    long inPage = insert % 8192;
    return inPage == 24 || inPage == 40 ? insert - inPage : insert;
  }
}
