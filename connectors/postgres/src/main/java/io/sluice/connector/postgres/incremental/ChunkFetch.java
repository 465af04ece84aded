package io.sluice.connector.postgres.incremental;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.event.HeapFullException;
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
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Fetches chunks on a thread and a connection of its own, so that whoever waits for the rows can
 * look after the stream's connection meanwhile, and so that the next chunk can be on its way while
 * the present one is given out. Each chunk has a thread; they use the connection one after the
 * other. A bounded number of bytes waits between the two sides (Invariant 6).
 */
final class ChunkFetch {

  /** Behind the last row. */
  static final Object END = new Object();

  /** The lock did not come in time; the connection is as good as before. */
  static final String LOCKED = "55P03";

  private static final int BATCH_ROWS = 512;
  private static final int BATCH_BYTES = 1 << 18;

  /** Bytes of a chunk that wait at most; two chunks are on their way at a time. */
  private static final long WAITING_BYTES = 8L << 20;

  /** How long a chunk may keep the stream waiting for a table that somebody else has locked. */
  private static final String PATIENCE = "SET LOCAL lock_timeout = '200ms'";

  /**
   * The log's end is asked for after the snapshot is taken: whatever the snapshot saw was committed
   * before it. The name of the snapshot's function is one that PostgreSQL 12 has too. The fifth
   * column changes when the table's form does.
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
            pg_is_in_recovery(), coalesce(pg_relation_filenode(c.oid), 0)::int8
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = ? AND c.relname = ?\
          """;

  private final Setup setup;
  private final ConnectionOpener opener;
  private final Map<TableId, Known> forms = new HashMap<>();
  private final long capacity;
  private volatile @Nullable Connection connection;
  private volatile boolean closed;
  private volatile @Nullable Thread thread;
  private @Nullable Fetch last;
  private @Nullable Fetch beforeLast;

  /** A form of a table that was looked up. */
  private record Known(String form, Table table, TableFormat format) {}

  ChunkFetch(Setup setup, ConnectionOpener opener) {
    this.setup = setup;
    this.opener = opener;
    this.capacity = Math.min(WAITING_BYTES, setup.config().maxQueueBytes() / 8);
  }

  /**
   * Begins to fetch; what comes is to be taken up to the end or a failure, and the {@link Chunk} to
   * be answered.
   */
  Fetch begin(TableRead read, int rows) {
    return begin(last, earlier -> read, rows);
  }

  /**
   * Begins to fetch what is left behind the present chunk, as soon as that is fetched. Nothing has
   * to be answered; nothing comes when nothing is left.
   */
  Fetch ahead(int rows) {
    Fetch next = begin(last, earlier -> earlier, rows);
    next.answer(true);
    return next;
  }

  private Fetch begin(@Nullable Fetch before, UnaryOperator<@Nullable TableRead> what, int rows) {
    Fetch next = new Fetch(rows, capacity);
    beforeLast = before;
    last = next;
    Thread fetching =
        new Thread(
            () -> {
              TableRead rest = null;
              try {
                // The connection is free then.
                TableRead read = what.apply(before == null ? null : before.awaitRest());
                if (read != null && !closed) {
                  rest = fetch(read, next);
                }
              } finally {
                next.over(rest);
              }
            },
            "sluice-chunk-" + setup.config().slot());
    fetching.setDaemon(true);
    fetching.setContextClassLoader(ChunkFetch.class.getClassLoader());
    thread = fetching;
    fetching.start();
    return next;
  }

  /** Bytes of a chunk that wait at most. */
  long capacity() {
    return capacity;
  }

  /** Ends a fetch that nobody waits for any more, and the connection. */
  void close() {
    closed = true;
    for (Fetch each : Arrays.asList(beforeLast, last)) {
      if (each != null) {
        each.cancel();
      }
    }
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
  }

  /** What is left of the table, null when nothing is or when this failed. */
  private @Nullable TableRead fetch(TableRead read, Fetch into) {
    try {
      try {
        TableRead rest;
        Connection open = connection();
        try {
          rest = copy(open, read, into);
        } finally {
          open.rollback();
        }
        into.give(END, 0);
        return rest;
      } catch (SQLException | RuntimeException e) {
        if (!(e instanceof SQLException locked && LOCKED.equals(locked.getSQLState()))) {
          discard();
        }
        into.give(e, 0);
      } catch (OutOfMemoryError e) {
        discard();
        into.give(new HeapFullException(beside(read), e), 0);
      } catch (Error e) {
        discard();
        into.give(new ConnectException("Reading " + read.table() + " broke off", e), 0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  /** Names a row that is too large. */
  static String beside(TableRead read) {
    return "a row of " + read.table() + " read beside the stream";
  }

  private Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = opener.open();
      connection = open;
      if (closed) {
        throw new SQLException("Nobody wants the chunk", "57014"); // and close() saw none to end
      }
      open.setAutoCommit(false);
      open.setReadOnly(true);
      open.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }
    return open;
  }

  private void discard() {
    Connection broken = connection;
    connection = null;
    if (broken != null) {
      opener.close(broken);
    }
  }

  private @Nullable TableRead copy(Connection open, TableRead read, Fetch into)
      throws SQLException, InterruptedException {
    try (Statement statement = open.createStatement()) {
      statement.execute(PATIENCE);
      // Before the snapshot: nothing can alter or truncate the table between that and the rows.
      statement.execute("LOCK TABLE ONLY " + read.table().sql() + " IN ACCESS SHARE MODE");
    }
    Chunk chunk = describe(open, read);
    boolean taken = into.give(chunk, 0);
    if (!into.isWanted() || !taken || (chunk.upTo() == null && !chunk.walked().isEmpty())) {
      return null; // not wanted, or no rows
    }
    TableRead bounded = chunk.upTo() == null ? read : read.endingAt(chunk.upTo());
    TableFormat format = chunk.format();
    String rows =
        new ChunkQuery(format.table(), bounded, chunk.walked())
            .rows(format.selectList(), into.limit());
    CopyOut copy =
        open.unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (" + rows + ") TO STDOUT (FORMAT binary)");
    List<byte[]> batch = new ArrayList<>();
    int bytes = 0;
    int count = 0;
    byte[] last = null;
    byte[] message = copy.readFromCopy();
    if (message != null) {
      message = Arrays.copyOfRange(message, CopyRow.start(message), message.length);
    }
    while (message != null) {
      if (!CopyRow.isTrailer(message, 0)) {
        batch.add(message);
        bytes += message.length;
        last = message;
        count++;
      }
      message = copy.readFromCopy(); // the driver wants to see the end of the copy
      if (message == null || batch.size() >= BATCH_ROWS || bytes >= BATCH_BYTES) {
        if (!into.give(batch, bytes)) {
          // What the server has sent meanwhile would be taken for answers to what is asked next.
          open.abort(Runnable::run);
          throw new SQLException("Nobody wants the rest of the chunk", "57014");
        }
        batch = new ArrayList<>(BATCH_ROWS);
        bytes = 0;
      }
    }
    return last == null || count < into.limit() || chunk.walked().isEmpty()
        ? null
        : bounded.readTo(
            CopyRow.texts(last, CopyRow.behind(last, 0, format.columns()), chunk.walked().size()));
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
        if (read.kind() == Kind.PAGES && read.file() != row.getLong(7)) {
          throw new RewrittenException(read.table(), !identity.isEmpty());
        }
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
  List<String> walked(Table table, TableRead read) {
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
      if (table.identity().isEmpty() && setup.version().major() < 13) {
        throw new ConnectException(
            table.id()
                + ": a table without key is walked along a surrogate key from PostgreSQL 13 on:"
                + " give it a primary key, or read it with \"type\": \"blocking\"");
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
