package io.sluice.connector.table.dialect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one table holds by the promise of its mode, as a map or a list would. */
final class ModelTable {
  /** How changes become rows. */
  enum Mode {
    UPSERT(Map.of("truncate.mode", "apply")),
    SOFT(Map.of("truncate.mode", "apply", "delete.mode", "soft")),
    APPEND(Map.of("mode", "append")),
    RAW(Map.of("mode", "raw"));

    private final Map<String, String> settings;

    Mode(Map<String, String> settings) {
      this.settings = settings;
    }

    Map<String, String> settings() {
      return settings;
    }

    /** A row of the table as text, in the model's form. */
    String columns() {
      return switch (this) {
        case UPSERT, APPEND -> "id, name, large, n";
        case SOFT ->
            "id, name, large, n, case when _deleted_at is null then 'lives' else 'deleted' end";
        case RAW -> "_operation, _position, case when data is null then 'none' else 'some' end";
      };
    }
  }

  /**
   * A row.
   *
   * @param n as text; {@code null} for no value
   */
  record Row(long id, String name, String large, String n, boolean deleted) {
    String text(Mode mode) {
      String row = String.join("|", String.valueOf(id), name, large, n);
      return mode == Mode.SOFT ? row + (deleted ? "|deleted" : "|lives") : row;
    }
  }

  private final Mode mode;
  private final String topic;

  /** What the source has; also where the table has more. */
  private final Map<Long, Row> source = new TreeMap<>();

  private final Map<Long, Row> byKey = new LinkedHashMap<>();
  private final List<String> appended = new ArrayList<>();

  ModelTable(Mode mode, String topic) {
    this.mode = mode;
    this.topic = topic;
  }

  /** The row that the source has; null if it has none. */
  @Nullable Row inSource(long id) {
    return source.get(id);
  }

  /**
   * The source has a row.
   *
   * @param carried the row as its record brings it; its large value may be a placeholder
   */
  void put(Row row, Row carried) {
    source.put(row.id(), row);
    byKey.put(row.id(), row);
    if (mode == Mode.APPEND) {
      appended.add(carried.text(mode));
    }
  }

  /** The source has it no more, or never had it. */
  void delete(long id) {
    source.remove(id);
    if (mode == Mode.SOFT) {
      byKey.computeIfPresent(id, (key, row) -> marked(row));
    } else {
      byKey.remove(id);
    }
  }

  void truncate() {
    List.copyOf(source.keySet()).forEach(this::delete);
    source.clear();
  }

  private static Row marked(Row row) {
    return new Row(row.id(), row.name(), row.large(), row.n(), true);
  }

  /** A record of any kind came. */
  void record(long offset, String operation, boolean hasValue) {
    if (mode == Mode.RAW) {
      appended.add(operation + "|" + topic + "-0@" + offset + (hasValue ? "|some" : "|none"));
    }
  }

  /** The table's rows, sorted. */
  List<String> rows() {
    return switch (mode) {
      case UPSERT, SOFT -> byKey.values().stream().map(row -> row.text(mode)).sorted().toList();
      case APPEND, RAW -> appended.stream().sorted().toList();
    };
  }
}
