package io.sluice.connector.table.mysql;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import java.math.BigDecimal;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses values that the server would keep as others without a word: times finer than their
 * column, fractions in whole numbers, the number of an enumeration's member, blanks at the end of a
 * {@code char}, bytes that a {@code binary} would fill up. MySQL 8.0 Reference Manual, 11.1 to
 * 11.5.
 */
final class MySqlExact {
  private static final Pattern WHOLE =
      Pattern.compile("(tiny|small|medium|big)?int(\\(\\d+\\))?( unsigned)?( zerofill)?");
  private static final Pattern APPROXIMATE =
      Pattern.compile("(float|double)(?:\\(\\d+,(\\d+)\\))?(?: unsigned)?(?: zerofill)?");
  private static final Pattern MEMBERS = Pattern.compile("'((?:[^'\\\\]|''|\\\\.)*)'");
  private static final Pattern FIXED_BYTES = Pattern.compile("binary\\((\\d+)\\)");
  private static final Pattern DIGITS = Pattern.compile("-?\\d+(\\.0*)?");

  /** Up to here the server keeps each number that is written with an exponent. */
  private static final BigDecimal MOST_EXACT = BigDecimal.valueOf(1L << 53);

  private static final Pattern YEAR = Pattern.compile("\\d{4}");

  private final List<Table.Column> columns;

  /** What each column keeps as it is; null where the server tells by itself. */
  private final List<@Nullable Rule> rules = new ArrayList<>();

  /**
   * A rule of a column.
   *
   * @param refusal what a value is that the column would not keep, after "column 'x' "
   * @param keeps whether the column keeps a value as it is
   */
  private record Rule(String refusal, Predicate<Object> keeps) {}

  /**
   * Of some columns.
   *
   * @param described a column as the server describes it; null where it does not
   */
  MySqlExact(
      List<Table.Column> columns, Function<String, MySqlTables.@Nullable Described> described) {
    this.columns = columns;
    for (Table.Column column : columns) {
      MySqlTables.Described there = described.apply(column.name());
      rules.add(there == null ? null : rule(there, column.type()));
    }
  }

  /**
   * Looks at rows; at deletes only where they have values.
   *
   * @param values of these columns
   * @throws SQLException without the value, if one would not be stored as it is
   */
  void require(List<Row> rows, Function<Row, @Nullable Object[]> values) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      Rule rule = rules.get(i);
      if (rule != null) {
        for (Row row : rows) {
          Object value = row.delete() ? null : values.apply(row)[i];
          if (value != null && !rule.keeps.test(value)) {
            throw new SQLDataException(
                "column '" + columns.get(i).name() + "' " + rule.refusal, "22000");
          }
        }
      }
    }
  }

  private static @Nullable Rule rule(MySqlTables.Described column, ColumnType type) {
    String name = column.type().toLowerCase(Locale.ROOT);
    long tick = MySqlTypes.tick(name);
    if (tick > 1) {
      return new Rule(
          "is coarser than the time",
          value -> !(value instanceof Number micros) || micros.longValue() % tick == 0);
    }
    if (name.equals("json")) {
      return new Rule(
          "would round a number of the document",
          value -> MySqlJson.keepsNumbers(value.toString()));
    }
    Matcher bytes = FIXED_BYTES.matcher(name);
    if (bytes.matches()) {
      int length = Integer.parseInt(bytes.group(1));
      return new Rule(
          "takes " + length + " bytes and would fill up fewer",
          value -> !(value instanceof byte[] array) || array.length == length);
    }
    if (name.startsWith("char")) {
      return new Rule("would lose the blanks at the end", value -> !value.toString().endsWith(" "));
    }
    return type.kind() == ColumnType.Kind.OTHER ? readAlike(column.type(), name) : null;
  }

  /** Texts that the server reads as the value that they say. */
  private static @Nullable Rule readAlike(String type, String name) {
    if (name.startsWith("bit")) {
      return new Rule("would take the text's bytes for its bits", value -> false);
    }
    if (name.startsWith("year")) {
      return new Rule(
          "needs a year of four digits", value -> YEAR.matcher(value.toString()).matches());
    }
    if (name.startsWith("enum(")) {
      Set<String> members = members(type);
      return new Rule("has no such member", value -> members.contains(value.toString()));
    }
    if (name.startsWith("set(")) {
      Set<String> members = members(type);
      return new Rule("has no such members", value -> isSubset(value.toString(), members));
    }
    if (WHOLE.matcher(name).matches()) {
      return new Rule("takes whole numbers", value -> isWhole(value.toString()));
    }
    Matcher approximate = APPROXIMATE.matcher(name);
    if (approximate.matches()) {
      boolean single = approximate.group(1).equals("float");
      int digits =
          approximate.group(2) == null ? Integer.MAX_VALUE : Integer.parseInt(approximate.group(2));
      return new Rule(
          "would round the number", value -> isApproximately(value.toString(), single, digits));
    }
    return null;
  }

  private static Set<String> members(String type) {
    Set<String> members = new HashSet<>();
    Matcher member = MEMBERS.matcher(type);
    while (member.find()) {
      members.add(member.group(1).replace("''", "'").replaceAll("\\\\(.)", "$1"));
    }
    return members;
  }

  private static boolean isSubset(String value, Set<String> members) {
    if (value.isEmpty()) {
      return true;
    }
    List<String> parts = Arrays.asList(value.split(",", -1));
    return members.containsAll(parts) && new HashSet<>(parts).size() == parts.size();
  }

  private static boolean isWhole(String text) {
    if (DIGITS.matcher(text).matches()) {
      return true;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return number.abs().compareTo(MOST_EXACT) <= 0 && number.stripTrailingZeros().scale() <= 0;
    } catch (NumberFormatException noNumber) {
      return false;
    }
  }

  /** Whether the text is the shortest, or all, of a number that is stored in binary. */
  private static boolean isApproximately(String text, boolean single, int digits) {
    try {
      BigDecimal number = new BigDecimal(text);
      double read = single ? number.floatValue() : number.doubleValue();
      String shortest = single ? Float.toString((float) read) : Double.toString(read);
      return number.stripTrailingZeros().scale() <= digits
          && (number.compareTo(new BigDecimal(shortest)) == 0
              || number.compareTo(new BigDecimal(read)) == 0);
    } catch (NumberFormatException notFinite) {
      return false;
    }
  }
}
