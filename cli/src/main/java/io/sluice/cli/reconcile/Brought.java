package io.sluice.cli.reconcile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a sink has stored of one of its tables, in the table of schemas in the target: {@code "id"
 * int64, "sum" decimal(10,2) of "total" + "_operation" <- "public.orders"; upsert}.
 *
 * @param key the columns that identify a row
 * @param fields the record's field of each column; empty where it was stored by a sink that did not
 *     tell
 * @param sources the tables of the source that brought rows
 * @param kind what the rows are, in the sink's words; empty likewise
 * @param mark the column that tells which rows count; empty if there is none
 */
record Brought(
    List<String> key, Map<String, String> fields, Set<String> sources, String kind, String mark) {

  /** A name, quoted as in SQL, and what follows up to the next. */
  private static final Pattern NAMED = Pattern.compile("\"((?:[^\"]|\"\")*)\"([^\"]*)");

  private static final Pattern OF = Pattern.compile(".*\\sof\\s*");

  /** Between the columns that a sink has brought and the tables of the source that they are of. */
  private static final String FROM = "<-";

  /** Between these columns and others, that no field came in. */
  private static final String AND = "+";

  /** What the next name is of. */
  private enum Next {
    COLUMN,
    FIELD,
    BESIDE,
    SOURCE,
    MARK
  }

  /** Takes copies. */
  Brought {
    key = List.copyOf(key);
    fields = new LinkedHashMap<>(fields);
    sources = new LinkedHashSet<>(sources);
  }

  /** From the texts that are stored. */
  static Brought parse(String columns, String key) {
    Map<String, String> fields = new LinkedHashMap<>();
    Set<String> sources = new LinkedHashSet<>();
    String kind = "";
    String mark = "";
    String column = "";
    Next next = first(columns.stripLeading());
    Matcher named = NAMED.matcher(columns);
    while (named.find()) {
      String name = named.group(1).replace("\"\"", "\"");
      switch (next) {
        case COLUMN -> {
          column = name;
          fields.put(column, name);
        }
        case FIELD -> fields.put(column, name);
        case BESIDE -> {}
        case SOURCE -> sources.add(name);
        case MARK -> mark = name;
      }
      String behind = named.group(2);
      int rows = behind.indexOf(';');
      if (rows >= 0) {
        kind = behind.substring(rows + 1).strip();
        next = Next.MARK;
      } else if (behind.stripTrailing().endsWith(FROM)) {
        next = Next.SOURCE;
      } else if (behind.stripTrailing().endsWith(AND)) {
        next = Next.BESIDE;
      } else if (next == Next.COLUMN && OF.matcher(behind).matches()) {
        next = Next.FIELD;
      } else if (next == Next.FIELD) {
        next = Next.COLUMN;
      }
    }
    return new Brought(names(key), kind.isEmpty() ? Map.of() : fields, sources, kind, mark);
  }

  private static Next first(String columns) {
    if (columns.startsWith(FROM)) {
      return Next.SOURCE;
    }
    return columns.startsWith(AND) ? Next.BESIDE : Next.COLUMN;
  }

  private static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    Matcher named = NAMED.matcher(text);
    while (named.find()) {
      names.add(named.group(1).replace("\"\"", "\""));
    }
    return names;
  }

  /** Whether the sink told which field each column has, and what the rows are. */
  boolean told() {
    return !kind.isEmpty();
  }

  /** The columns that a field came in; more than one where it was renamed in between. */
  List<String> columns(String field) {
    return fields.entrySet().stream()
        .filter(entry -> entry.getValue().equals(field))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The fields that identify a row, without columns of the sink's own. */
  List<String> keyFields() {
    return key.stream().filter(fields::containsKey).map(fields::get).toList();
  }
}
