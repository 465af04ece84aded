package io.sluice.connector.table.stored;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.value.ColumnType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a table one pipeline has brought, from which fields, and what its rows are, as
 * it is stored beside the offsets: in the transaction that changed the table, so that both are
 * there or neither. Whoever compares the table with its source reads it there, without the sink's
 * settings.
 *
 * @param number counts the changes, from 1
 * @param columns types by name, in words that are for people
 * @param key the columns that identify a row for that pipeline; empty where it only appends
 * @param sources tables of the source that brought rows, as far as records named them; the first
 *     few
 * @param fields the records' fields by column, of all columns or, stored before fields were, of
 *     none
 * @param rows what the table's rows are; null in what was stored before that was
 * @param beside columns that the pipeline writes without a field of that name: those that settings
 *     add, and variants. They are never dropped
 * @param keyPending whether the table was created without its key, which it gets when it is filled
 */
public record SchemaVersion(
    int number,
    Map<String, String> columns,
    List<String> key,
    List<String> sources,
    Map<String, String> fields,
    @Nullable RowMeaning rows,
    Set<String> beside,
    boolean keyPending) {
  /** A name, quoted as in SQL, and what follows up to the next. */
  private static final Pattern ENTRY = Pattern.compile("\"((?:[^\"]|\"\")*)\"([^\"]*)");

  /** Between a column and its field, where the field has another name. */
  private static final String OF = " of";

  /** Between columns and those beside them. */
  private static final String AND = "+";

  /** Between columns and sources. */
  private static final String FROM = "<-";

  /** Before what the rows are. */
  private static final char ROWS = ';';

  /** Behind a key that the table does not have yet. */
  private static final String PENDING = " pending";

  public SchemaVersion {
    columns = new LinkedHashMap<>(columns);
    key = List.copyOf(key);
    sources = List.copyOf(sources);
    fields = new LinkedHashMap<>(fields);
    beside = new LinkedHashSet<>(beside);
  }

  /** One without columns beside those of fields. */
  public SchemaVersion(
      int number,
      Map<String, String> columns,
      List<String> key,
      List<String> sources,
      Map<String, String> fields,
      @Nullable RowMeaning rows) {
    this(number, columns, key, sources, fields, rows, Set.of());
  }

  /** One of a table that has its key. */
  public SchemaVersion(
      int number,
      Map<String, String> columns,
      List<String> key,
      List<String> sources,
      Map<String, String> fields,
      @Nullable RowMeaning rows,
      Set<String> beside) {
    this(number, columns, key, sources, fields, rows, beside, false);
  }

  /** The same of the table that has got its key. */
  public SchemaVersion withKeyBuilt() {
    return new SchemaVersion(number + 1, columns, key, sources, fields, rows, beside);
  }

  /** A type in words, without what has a meaning between the columns. */
  public static String words(ColumnType type) {
    return type.toString().replace('"', '\'').replace(ROWS, ' ');
  }

  /** What was stored as text. */
  static SchemaVersion parse(int number, String text, String key) {
    int rows = endOfNames(text);
    Map<String, String> columns = new LinkedHashMap<>();
    Map<String, String> fields = new LinkedHashMap<>();
    List<String> sources = new ArrayList<>();
    Set<String> beside = new LinkedHashSet<>();
    Matcher entry = ENTRY.matcher(text.substring(0, rows));
    String behind = end(text.substring(0, Math.max(0, text.indexOf('"'))).strip());
    while (entry.find()) {
      String name = entry.group(1).replace("\"\"", "\"");
      String rest = entry.group(2).stripTrailing();
      if (!behind.isEmpty()) {
        (behind.equals(AND) ? beside : sources).add(name);
        behind = rest.endsWith(FROM) ? FROM : behind;
        continue;
      }
      String field = name;
      String type = type(rest);
      if (rest.endsWith(OF) && entry.find()) {
        field = entry.group(1).replace("\"\"", "\"");
        rest = entry.group(2).stripTrailing();
        type = type.substring(0, type.length() - OF.length());
      }
      columns.put(name, type.strip());
      fields.put(name, field);
      behind = end(rest);
    }
    boolean told = rows < text.length();
    return new SchemaVersion(
        number,
        columns,
        names(key),
        sources,
        told ? fields : Map.of(),
        told ? RowMeaning.parse(text.substring(rows + 1)) : null,
        beside,
        isPending(key));
  }

  /** What stands between a column and names of another kind; empty between two columns. */
  private static String end(String rest) {
    return rest.endsWith(FROM) ? FROM : rest.endsWith(AND) ? AND : "";
  }

  /** Where columns and sources end, outside of quotes. */
  private static int endOfNames(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '"') {
        quoted = !quoted;
      } else if (!quoted && text.charAt(i) == ROWS) {
        return i;
      }
    }
    return text.length();
  }

  private static String type(String rest) {
    String plain = rest.substring(0, rest.length() - end(rest).length()).stripTrailing();
    return plain.endsWith(",") ? plain.substring(0, plain.length() - 1) : plain;
  }

  /** Whether the key that is stored as text is one that the table is yet to get. */
  static boolean isPending(String key) {
    return key.endsWith(PENDING);
  }

  /** Quoted names in their order. */
  static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    Matcher entry = ENTRY.matcher(text);
    while (entry.find()) {
      names.add(entry.group(1).replace("\"\"", "\""));
    }
    return names;
  }

  /**
   * All but the key as text: {@code "id" int64, "sum" decimal(10,2) of "total" + "_operation" <-
   * "public.orders"; upsert}.
   */
  String columnsText() {
    String text = Sql.list(columns.keySet(), this::columnText);
    String all = beside.isEmpty() ? text : text + " " + AND + " " + Sql.list(beside, Sql::quote);
    String behind =
        sources.isEmpty() ? all : all + " " + FROM + " " + Sql.list(sources, Sql::quote);
    return rows == null ? behind : behind + ROWS + " " + rows.text();
  }

  private String columnText(String column) {
    String field = fields.getOrDefault(column, column);
    String text = Sql.quote(column) + " " + columns.get(column);
    return field.equals(column) ? text : text + OF + " " + Sql.quote(field);
  }

  /** The key as text: {@code "id"}; {@code "id" pending} if the table is yet to get it. */
  String keyText() {
    return Sql.list(key, Sql::quote) + (keyPending ? PENDING : "");
  }

  /** Whether both say the same, whatever their numbers. */
  public boolean sameAs(SchemaVersion other) {
    return columns.equals(other.columns)
        && key.equals(other.key)
        && sources.equals(other.sources)
        && fields.equals(other.fields)
        && beside.equals(other.beside)
        && keyPending == other.keyPending
        && Objects.equals(rows, other.rows);
  }

  /** All columns that the pipeline has written. */
  public Set<String> written() {
    Set<String> written = new LinkedHashSet<>(columns.keySet());
    written.addAll(beside);
    return written;
  }
}
