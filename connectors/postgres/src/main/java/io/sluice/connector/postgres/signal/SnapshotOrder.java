package io.sluice.connector.postgres.signal;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.position.TableRead;
import io.sluice.connector.postgres.position.TableRead.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The details of a signal that concerns the reading of tables.
 *
 * @param kind whether the stream goes on meanwhile
 * @param tables expressions for the whole {@code schema.table}, as they were written
 * @param conditions which rows of which tables; the first that fits a table counts
 * @param surrogate column to walk along instead of the key, null for the key
 */
record SnapshotOrder(
    Kind kind, List<Pattern> tables, List<Condition> conditions, @Nullable String surrogate) {

  /** SQL that rows have to meet, of the tables that an expression fits. */
  record Condition(Pattern table, String filter) {}

  /**
   * @param needsTables whether there has to be at least one table
   * @throws IOException saying what was expected
   */
  static SnapshotOrder of(Map<?, ?> data, boolean needsTables) throws IOException {
    List<Pattern> tables = new ArrayList<>();
    for (Object table : list(data, "data-collections")) {
      tables.add(pattern(table, "data-collections"));
    }
    if (needsTables && tables.isEmpty()) {
      throw new IOException(
          "expected in its data \"data-collections\", a list of expressions for schema.table, such"
              + " as {\"data-collections\": [\"public.orders\"]}");
    }
    List<Condition> conditions = new ArrayList<>();
    for (Object condition : list(data, "additional-conditions")) {
      if (!(condition instanceof Map<?, ?> fields)
          || !(fields.get("filter") instanceof String filter)) {
        throw new IOException(
            "expected in \"additional-conditions\" objects with \"data-collection\" and"
                + " \"filter\"");
      }
      conditions.add(
          new Condition(
              pattern(fields.get("data-collection"), "data-collection"), checked(filter)));
    }
    // Debezium's older name, of one condition for all tables.
    if (data.get("additional-condition") instanceof String filter && !filter.isBlank()) {
      conditions.add(new Condition(Pattern.compile(".*"), checked(filter)));
    }
    Object surrogate = data.get("surrogate-key");
    return new SnapshotOrder(
        kind(data.get("type")),
        tables,
        conditions,
        surrogate == null || surrogate.toString().isBlank() ? null : column(surrogate.toString()));
  }

  private static String checked(String filter) throws IOException {
    String problem = Conditions.problem(filter);
    if (problem != null) {
      throw new IOException(
          "expected as \"filter\" what can stand behind WHERE, but it " + problem);
    }
    return filter;
  }

  /** A column's name, which some write in quotes as SQL has it. */
  private static String column(String name) {
    boolean quoted = name.length() > 2 && name.startsWith("\"") && name.endsWith("\"");
    return quoted ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
  }

  /** Whether the order concerns a table; one that names none concerns all. */
  boolean concerns(TableId table) {
    return tables.isEmpty() || tables.stream().anyMatch(p -> p.matcher(table.toString()).matches());
  }

  /** Which expression is the first that fits a table: they are read in the order of these. */
  int rank(TableId table) {
    int rank = 0;
    while (rank < tables.size() && !tables.get(rank).matcher(table.toString()).matches()) {
      rank++;
    }
    return rank;
  }

  /** The expressions that fit none of the tables. */
  List<String> fittingNone(Collection<TableId> captured) {
    return tables.stream()
        .filter(p -> captured.stream().noneMatch(t -> p.matcher(t.toString()).matches()))
        .map(Pattern::pattern)
        .toList();
  }

  /** What to read of a table. */
  TableRead read(TableId table, String id) {
    String filter =
        conditions.stream()
            .filter(condition -> condition.table().matcher(table.toString()).matches())
            .map(Condition::filter)
            .filter(text -> !text.isBlank())
            .findFirst()
            .orElse(null);
    return new TableRead(table, kind, filter, surrogate, id, null, null);
  }

  private static Kind kind(@Nullable Object type) throws IOException {
    String name = type == null ? "incremental" : type.toString().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "incremental" -> Kind.INCREMENTAL;
      case "blocking" -> Kind.BLOCKING;
      default ->
          throw new IOException(
              "expected as \"type\" of a snapshot incremental or blocking, found '" + name + "'");
    };
  }

  private static List<?> list(Map<?, ?> data, String name) throws IOException {
    Object value = data.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IOException("expected \"" + name + "\" to be a list");
  }

  private static Pattern pattern(@Nullable Object text, String where) throws IOException {
    if (!(text instanceof String expression)) {
      throw new IOException("expected in \"" + where + "\" an expression for schema.table");
    }
    try {
      return Pattern.compile(expression.strip(), Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      throw new IOException(
          "'"
              + expression
              + "' in \""
              + where
              + "\" is no regular expression: "
              + e.getDescription(),
          e);
    }
  }
}
