package io.sluice.connector.table.stored;

import io.sluice.connector.table.sql.Sql;
import java.util.ArrayList;
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
 * @param sources tables of the source that brought rows, as far as records named them; the first
 *     few
 */
public record SchemaVersion(
    int number, Map<String, String> columns, List<String> key, List<String> sources) {
  /** A name, quoted as in SQL, and what follows up to the next. */
  private static final Pattern ENTRY = Pattern.compile("\"((?:[^\"]|\"\")*)\"([^\"]*)");

  /** Between columns and sources. */
  private static final String FROM = "<-";

  public SchemaVersion {
    columns = new LinkedHashMap<>(columns);
    key = List.copyOf(key);
    sources = List.copyOf(sources);
  }

  /** What was stored as text. */
  static SchemaVersion parse(int number, String text, String key) {
    Map<String, String> columns = new LinkedHashMap<>();
    List<String> sources = new ArrayList<>();
    boolean behind = false;
    Matcher entry = ENTRY.matcher(text);
    while (entry.find()) {
      String name = entry.group(1).replace("\"\"", "\"");
      String rest = entry.group(2).strip();
      boolean last = rest.endsWith(FROM);
      if (behind) {
        sources.add(name);
      } else {
        String type = last ? rest.substring(0, rest.length() - FROM.length()).strip() : rest;
        columns.put(name, type.endsWith(",") ? type.substring(0, type.length() - 1) : type);
      }
      behind |= last;
    }
    return new SchemaVersion(number, columns, names(key), sources);
  }

  private static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    Matcher entry = ENTRY.matcher(text);
    while (entry.find()) {
      names.add(entry.group(1).replace("\"\"", "\""));
    }
    return names;
  }

  /** Columns and sources as text: {@code "id" int64, "total" decimal(10,2) <- "public.orders"}. */
  String columnsText() {
    String text =
        columns.entrySet().stream()
            .map(column -> Sql.quote(column.getKey()) + " " + column.getValue())
            .collect(Collectors.joining(", "));
    return sources.isEmpty() ? text : text + " " + FROM + " " + Sql.list(sources, Sql::quote);
  }

  /** The key as text: {@code "id"}. */
  String keyText() {
    return Sql.list(key, Sql::quote);
  }

  /** Whether both say the same, whatever their numbers. */
  public boolean sameAs(
      Map<String, String> otherColumns, Collection<String> otherKey, List<String> otherSources) {
    return columns.equals(otherColumns)
        && key.equals(List.copyOf(otherKey))
        && sources.equals(otherSources);
  }
}
