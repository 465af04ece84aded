package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.Reselection;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.snapshot.CopyRow;
import io.sluice.connector.postgres.value.Binary;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
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
 * that updates did not touch, or null ones too. Reads them by the key, for all events of a batch at
 * once, before the batch is given over. Belongs to the reading thread.
 */
final class ToastCompletion {

  private static final Logger LOG = LoggerFactory.getLogger(ToastCompletion.class);

  /** Rows that one query asks for. */
  private static final int ROWS = 500;

  private final Reselection wanted;
  private final Connection sql;
  private final Runnable meanwhile;
  private final Map<TableFormat, boolean[]> selected = new WeakHashMap<>();
  private final Map<TableFormat, List<Incomplete>> waiting = new LinkedHashMap<>();
  private final Set<String> warned = new HashSet<>();

  /** A row of an event that lacks values. */
  private record Incomplete(Struct row, List<String> key, List<Integer> cells) {}

  /**
   * @param wanted which values are read again
   * @param sql an ordinary connection
   * @param meanwhile called with every row, as a batch of large values may take longer than the
   *     server waits for an answer on the stream's connection
   */
  ToastCompletion(Reselection wanted, Connection sql, Runnable meanwhile) {
    this.wanted = wanted;
    this.sql = sql;
    this.meanwhile = meanwhile;
  }

  /**
   * Remembers a row if it lacks values.
   *
   * @param cells its values in the order of the format's columns
   * @param row as it is in the event
   */
  void note(TableFormat format, @Nullable Object[] cells, Struct row) {
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
    waiting.computeIfAbsent(format, f -> new ArrayList<>()).add(new Incomplete(row, key, missing));
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
   * Completes what was remembered.
   *
   * @return bytes on the wire that it took
   * @throws StreamLostException when the connection is lost
   */
  long complete() {
    long bytes = 0;
    try {
      for (Map.Entry<TableFormat, List<Incomplete>> table : waiting.entrySet()) {
        List<Incomplete> rows = table.getValue();
        for (int i = 0; i < rows.size(); i += ROWS) {
          bytes += complete(table.getKey(), rows.subList(i, Math.min(rows.size(), i + ROWS)));
        }
      }
    } finally {
      waiting.clear();
    }
    return bytes;
  }

  private long complete(TableFormat format, List<Incomplete> rows) {
    long bytes = 0;
    BitSet found = new BitSet();
    try {
      CopyOut copy = sql.unwrap(PGConnection.class).getCopyAPI().copyOut(query(format, rows));
      byte[] message = copy.readFromCopy();
      int at = message == null ? 0 : CopyRow.start(message);
      while (message != null) {
        if (!CopyRow.isTrailer(message, at)) {
          found.set(put(format, rows, message, at + 2));
          bytes += message.length;
          meanwhile.run();
        }
        message = copy.readFromCopy();
        at = 0;
      }
    } catch (SQLException e) {
      String state = e.getSQLState();
      // The table has another form by now, or is gone, or may not be read.
      if (state == null || !state.startsWith("42")) {
        throw new StreamLostException(e);
      }
      unreadable(format.table().id(), "the server does not allow it (SQLSTATE " + state + ")", e);
      return bytes;
    }
    if (wanted.strict() && found.cardinality() < rows.size()) {
      unreadable(format.table().id(), "a row is gone", null);
    }
    return bytes;
  }

  private String query(TableFormat format, List<Incomplete> rows) {
    Table table = format.table();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      values.add(
          "("
              + i
              + ", "
              + rows.get(i).key().stream().map(TableId::literal).collect(Collectors.joining(", "))
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
        + ") TO STDOUT (FORMAT binary)";
  }

  /** Completes the row that a message tells of, and says which one it is. */
  private static int put(TableFormat format, List<Incomplete> rows, byte[] message, int start) {
    int number = Binary.int32(message, start + 4);
    Incomplete incomplete = rows.get(number);
    int at = start + 8;
    for (int i = 0; i < format.columns(); i++) {
      int length = Binary.int32(message, at);
      at += 4;
      if (incomplete.cells().contains(i)) {
        format.put(incomplete.row(), i, length < 0 ? null : format.copied(i, message, at, length));
      }
      at += Math.max(0, length);
    }
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
