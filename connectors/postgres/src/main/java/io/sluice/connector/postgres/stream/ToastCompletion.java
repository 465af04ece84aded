package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.Reselection;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.handover.RecordSink.Completed;
import io.sluice.connector.postgres.handover.RecordSink.Completion;
import io.sluice.connector.postgres.snapshot.CopyRow;
import io.sluice.connector.postgres.value.Binary;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts into events the values that are to be read again, as the rows have them now: the large ones
 * that updates did not touch, or null ones too. Reads them by the key, for many events of a batch
 * at once, before these are given over: no more at a time than are allowed to wait in memory.
 * Belongs to the reading thread.
 */
final class ToastCompletion implements Completion {

  private static final Logger LOG = LoggerFactory.getLogger(ToastCompletion.class);

  /** Rows that are asked for at a time. */
  private static final int ROWS = 500;

  private static final String CANCELED = "57014";

  /** Between a commit in the log and its end are microseconds, unless the server is very busy. */
  private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Prepared transactions keep their numbers locked for as long as they like. */
  private static final int MOST_LOOKS = 1000;

  private final Reselection wanted;
  private final Connection sql;
  private final LongSupplier next;
  private final Runnable meanwhile;
  private final Map<TableFormat, boolean[]> selected = new WeakHashMap<>();

  /** In the order of their records. */
  private final List<Incomplete> waiting = new ArrayList<>();

  /** Transactions of rows that wait, which may be over for the stream and not for a reader yet. */
  private final Set<Long> transactions = new HashSet<>();

  private final Set<String> warned = new HashSet<>();
  private int rows = ROWS;

  /** A row of an event that lacks values. */
  private static final class Incomplete {
    private final long record;
    private final TableFormat format;
    private final Struct row;
    private final List<String> key;
    private final List<Integer> cells;
    private boolean read;
    private long bytes;

    /**
     * @param record its record's number
     * @param cells which ones are to be read
     */
    Incomplete(long record, TableFormat format, Struct row, List<String> key, List<Integer> cells) {
      this.record = record;
      this.format = format;
      this.row = row;
      this.key = key;
      this.cells = cells;
    }
  }

  /**
   * @param wanted which values are read again
   * @param sql an ordinary connection
   * @param next tells the number of the next record
   * @param meanwhile called with every row, as a batch of large values may take longer than the
   *     server waits for an answer on the stream's connection
   */
  ToastCompletion(Reselection wanted, Connection sql, LongSupplier next, Runnable meanwhile) {
    this.wanted = wanted;
    this.sql = sql;
    this.next = next;
    this.meanwhile = meanwhile;
  }

  /**
   * Remembers the row of the next record if it lacks values.
   *
   * @param cells its values in the order of the format's columns
   * @param row as it is in the event
   * @param txId of its transaction
   */
  void note(TableFormat format, @Nullable Object[] cells, Struct row, long txId) {
    List<Integer> missing = missing(format, cells);
    if (missing.isEmpty()) {
      return;
    }
    List<String> key = key(format.table(), cells);
    if (key.isEmpty()) {
      unreadable(
          format.table().id(),
          "it has no "
              + (wanted.byEventKey() ? "event" : "primary")
              + " key of numbers, texts, uuids or booleans to read the rows by",
          null);
      return;
    }
    waiting.add(new Incomplete(next.getAsLong(), format, row, key, missing));
    transactions.add(txId);
  }

  /** The cells whose values are to be read again, mostly none. */
  private List<Integer> missing(TableFormat format, @Nullable Object[] cells) {
    List<Integer> missing = List.of();
    for (int i = 0; i < cells.length; i++) {
      boolean lacks =
          cells[i] == null
              ? wanted.nulls()
              : wanted.unavailable() && format.isUnavailable(i, cells[i]);
      if (lacks && selected.computeIfAbsent(format, this::select)[i]) {
        missing = missing.isEmpty() ? new ArrayList<>() : missing;
        missing.add(i);
      }
    }
    return missing;
  }

  private boolean[] select(TableFormat format) {
    List<Column> columns = format.table().columns();
    boolean[] selection = new boolean[columns.size()];
    for (int i = 0; i < selection.length; i++) {
      selection[i] = wanted.columns().test(format.table().id() + ":" + columns.get(i).name());
    }
    return selection;
  }

  /**
   * Completes rows that were remembered, in the order of their records. Each table has its share of
   * the bytes, as one that is ahead of another keeps what was read of it in memory.
   *
   * @throws StreamLostException when the connection is lost
   */
  @Override
  public Completed complete(long end, long maxBytes) {
    List<Incomplete> some = waiting.subList(0, Math.min(rows, waiting.size()));
    Map<TableFormat, List<Incomplete>> tables = new LinkedHashMap<>();
    some.forEach(row -> tables.computeIfAbsent(row.format, f -> new ArrayList<>()).add(row));
    long upTo = some.size() < waiting.size() ? waiting.get(some.size()).record : end;
    rows = Math.min(ROWS, rows * 2);
    for (Map.Entry<TableFormat, List<Incomplete>> table : tables.entrySet()) {
      long bound = upTo;
      List<Incomplete> before = table.getValue().stream().filter(r -> r.record < bound).toList();
      Incomplete left = read(table.getKey(), before, maxBytes / tables.size());
      upTo = left == null ? upTo : left.record;
    }
    int count = 0;
    long bytes = 0;
    while (count < waiting.size() && waiting.get(count).record < upTo) {
      bytes += waiting.get(count).bytes;
      count++;
    }
    waiting.subList(0, count).clear();
    return new Completed(upTo, bytes);
  }

  /**
   * Reads rows of one table until they are read or take more bytes than they may.
   *
   * @return the first that is still to be read, null when none is
   */
  private @Nullable Incomplete read(TableFormat format, List<Incomplete> all, long maxBytes) {
    List<Incomplete> unread = all.stream().filter(row -> !row.read).toList();
    long ahead = all.stream().mapToLong(row -> row.bytes).sum();
    if (unread.isEmpty()) {
      return null;
    }
    if (unread.size() < all.size() && ahead >= maxBytes) {
      return unread.get(0);
    }
    int count = unread.size();
    try {
      awaitVisible();
      count = copy(format, unread, maxBytes - ahead);
    } catch (SQLException e) {
      String state = e.getSQLState();
      // The table has another form by now, or is gone, or may not be read.
      if (state == null || !state.startsWith("42")) {
        throw new StreamLostException(e);
      }
      unreadable(format.table().id(), "the server does not allow it (SQLSTATE " + state + ")", e);
    }
    for (Incomplete row : unread.subList(0, count)) {
      row.read = true;
    }
    if (count == unread.size()) {
      return null;
    }
    rows = Math.max(1, count); // the next ones are probably as large
    return unread.get(count);
  }

  /**
   * The server sends a transaction when its commit is in the log, and lets readers see it a moment
   * later, before it gives back the lock on the transaction's number: until then a row of it would
   * not be found, or be found as it was before.
   */
  private void awaitVisible() throws SQLException {
    for (int i = 0; i < MOST_LOOKS && !transactions.isEmpty(); i++) {
      if (i > 0) {
        LockSupport.parkNanos(BETWEEN_LOOKS);
        meanwhile.run();
      }
      String numbers = transactions.stream().map(String::valueOf).collect(Collectors.joining(","));
      try (Statement statement = sql.createStatement();
          ResultSet open =
              statement.executeQuery(
                  "SELECT transactionid::pg_catalog.text FROM pg_catalog.pg_locks WHERE locktype ="
                      + " 'transactionid' AND granted AND transactionid::pg_catalog.text = ANY ('{"
                      + numbers
                      + "}'::pg_catalog.text[])")) {
        transactions.clear();
        while (open.next()) {
          transactions.add(open.getLong(1));
        }
      }
    }
    transactions.clear();
  }

  /**
   * @return how many of the rows, from the first on, are read, or gone
   */
  private int copy(TableFormat format, List<Incomplete> unread, long maxBytes) throws SQLException {
    CopyOut copy = sql.unwrap(PGConnection.class).getCopyAPI().copyOut(query(format, unread));
    long bytes = 0;
    int found = 0;
    int last = -1;
    byte[] message = copy.readFromCopy();
    int at = message == null ? 0 : CopyRow.start(message);
    while (message != null) {
      if (!CopyRow.isTrailer(message, at)) {
        int number = put(format, unread, message, at);
        found += number == last ? 0 : 1;
        last = number;
        bytes += message.length;
        meanwhile.run();
      }
      if (bytes >= maxBytes && last < unread.size() - 1) {
        end(copy); // Invariant 6: one row more than there is room for, and no other.
        break;
      }
      message = copy.readFromCopy();
      at = 0;
    }
    int done = message == null ? unread.size() : last + 1;
    if (wanted.strict() && found < done) {
      unreadable(format.table().id(), "a row is gone", null);
    }
    return done;
  }

  /** Ends a copy before all rows came, and leaves the connection for the next. */
  private void end(CopyOut copy) throws SQLException {
    // The copy's own cancel does not read what is under way already.
    sql.unwrap(PGConnection.class).cancelQuery();
    try {
      byte[] message = copy.readFromCopy();
      while (message != null) {
        meanwhile.run();
        message = copy.readFromCopy();
      }
    } catch (SQLException e) {
      if (!CANCELED.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  private String query(TableFormat format, List<Incomplete> rows) {
    Table table = format.table();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      values.add(
          "("
              + i
              + ", "
              + rows.get(i).key.stream().map(TableId::literal).collect(Collectors.joining(", "))
              + ")");
    }
    List<String> names = new ArrayList<>();
    List<String> same = new ArrayList<>();
    for (String column : keyOf(table)) {
      String name = "sluice_key_" + names.size();
      String type = table.columns().get(place(table, column)).type().name();
      same.add(
          "sluice_row."
              + TableId.quote(column)
              + " = sluice_wanted."
              + name
              + "::pg_catalog."
              + TableId.quote(type));
      names.add(name);
    }
    return "COPY (SELECT sluice_wanted.sluice_number, "
        + format.selectList()
        + " FROM (VALUES "
        + String.join(", ", values)
        + ") AS sluice_wanted(sluice_number, "
        + String.join(", ", names)
        + ") JOIN "
        + table.from()
        + " AS sluice_row ON "
        + String.join(" AND ", same)
        + " ORDER BY sluice_wanted.sluice_number) TO STDOUT (FORMAT binary)";
  }

  /** Completes the row that a message tells of, and says which one it is. */
  private static int put(TableFormat format, List<Incomplete> rows, byte[] message, int start) {
    int[] fields = CopyRow.fields(format, message, start, format.columns() + 1);
    int number = Binary.int32(message, fields[0]) == 4 ? Binary.int32(message, fields[0] + 4) : -1;
    if (number < 0 || number >= rows.size()) {
      throw new ConnectException(
          format.table().id()
              + ": values are read again, and the server sent a row that was not asked for");
    }
    Incomplete incomplete = rows.get(number);
    for (int cell : incomplete.cells) {
      int at = fields[cell + 1];
      int length = Binary.int32(message, at);
      Object value = length < 0 ? null : format.copied(cell, message, at + 4, length);
      format.put(incomplete.row, cell, value);
    }
    incomplete.bytes += message.length;
    return number;
  }

  private List<String> keyOf(Table table) {
    return wanted.byEventKey() ? table.key() : table.identity();
  }

  /** The key as texts, empty when it cannot be told so. */
  private List<String> key(Table table, @Nullable Object[] cells) {
    List<String> key = new ArrayList<>();
    for (String column : keyOf(table)) {
      int place = place(table, column);
      Object value = place < 0 ? null : cells[place];
      if (value == null || !isPlain(table.columns().get(place))) {
        return List.of();
      }
      key.add(value.toString());
    }
    return key;
  }

  /** Whether the event's value of a type is its text at the server. */
  private static boolean isPlain(Column column) {
    return switch (column.type().name()) {
      case "int2", "int4", "int8", "text", "varchar", "bpchar", "uuid", "bool" -> true;
      default -> false;
    };
  }

  private static int place(Table table, String column) {
    for (int i = 0; i < table.columns().size(); i++) {
      if (table.columns().get(i).name().equals(column)) {
        return i;
      }
    }
    return -1;
  }

  private void unreadable(TableId table, String why, @Nullable Exception cause) {
    if (wanted.strict()) {
      throw new ConnectException(
          table
              + ": values cannot be read again, as "
              + why
              + ", and reselect.error.handling.mode is 'fail'. With 'warn' events have the"
              + " placeholder, or null",
          cause);
    }
    if (warned.add(table + ": " + why)) {
      LOG.warn(
          "{}: values cannot be read again, as {}; events have the placeholder, or null. Not said"
              + " again of this table for this reason",
          table,
          why,
          cause);
    }
  }
}
