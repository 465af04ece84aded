package io.sluice.connector.table.target;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which columns of a table one pipeline has brought, as it is stored beside the offsets: in the
 * transaction that changed the table, so that both are there or neither.
 *
 * @param number counts the changes, from 1
 * @param columns types by name, in words that are for people
 * @param key the columns that identify a row for that pipeline; empty where it only appends
 */
public record SchemaVersion(int number, Map<String, String> columns, List<String> key) {
  /** A name, quoted as in SQL, and what follows up to the next. */
  private static final Pattern ENTRY = Pattern.compile("\"((?:[^\"]|\"\")*)\"([^\"]*)");

  public SchemaVersion {
    columns = new LinkedHashMap<>(columns);
    key = List.copyOf(key);
  }

  /** What was stored as text. */
  static SchemaVersion parse(int number, String columns, String key) {
    return new SchemaVersion(number, entries(columns), List.copyOf(entries(key).keySet()));
  }

  private static Map<String, String> entries(String text) {
    Map<String, String> entries = new LinkedHashMap<>();
    Matcher entry = ENTRY.matcher(text);
    while (entry.find()) {
      String rest = entry.group(2).strip();
      entries.put(
          entry.group(1).replace("\"\"", "\""),
          rest.endsWith(",") ? rest.substring(0, rest.length() - 1) : rest);
    }
    return entries;
  }

  /** The columns as text: {@code "id" int64, "total" decimal(10,2)}. */
  String columnsText() {
    return columns.entrySet().stream()
        .map(column -> Sql.quote(column.getKey()) + " " + column.getValue())
        .collect(Collectors.joining(", "));
  }

  /** The key as text: {@code "id"}. */
  String keyText() {
    return Sql.list(key, Sql::quote);
  }

  /** Whether both say the same, whatever their numbers. */
  public boolean sameAs(Map<String, String> otherColumns, Collection<String> otherKey) {
    return columns.equals(otherColumns) && key.equals(List.copyOf(otherKey));
  }
}
