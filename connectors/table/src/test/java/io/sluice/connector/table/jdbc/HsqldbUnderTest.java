package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.dialect.TargetUnderTest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Another database that has no dialect, in this process: unquoted names are upper case there, and a
 * statement that reads has to say from where.
 */
final class HsqldbUnderTest implements TargetUnderTest {
  /** A text, a quoted name, or a word. */
  private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|[A-Za-z_][A-Za-z0-9_]*");

  private static final Pattern GROUPED =
      Pattern.compile("^select (.*?) from .* group by ([0-9, ]+)");

  private static final Pattern RENAMED = Pattern.compile("rename column (\\S+) to");
  private static final Pattern RETYPED =
      Pattern.compile("^(alter table .* alter column \\S+) type ");

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?E-?\\d+");

  private static final Set<String> WORDS =
      Set.of(
          ("add all alter and as asc bigint between boolean by case char check column constraint"
               + " create decimal default delete desc distinct double drop else end exists false"
               + " foreign from group in index insert int integer into is join key like not null"
               + " numeric on or order primary references rename select set shutdown smallint table"
               + " then timestamp to true union unique update values varchar view when where with"
               + " avg cast char_length coalesce count length lower max min octet_length position"
               + " substring sum trim upper data_type numeric_precision numeric_scale"
               + " information_schema columns table_name column_name for type date time")
              .split(" "));

  private final String url;

  HsqldbUnderTest(Path emptyFolder) {
    url =
        "jdbc:hsqldb:file:"
            + emptyFolder.resolve("target")
            + ";hsqldb.tx=mvcc;hsqldb.lock_file=false;sql.enforce_size=false;hsqldb.write_delay=false"
            + ";sql.char_literal=false";
  }

  @Override
  public Map<String, String> config() {
    return Map.of("url", url, "user", "SA");
  }

  @Override
  public Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(url, "SA", "");
    return (Connection)
        Proxy.newProxyInstance(
            HsqldbUnderTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (any, method, arguments) ->
                method.getName().equals("createStatement")
                    ? quoting(connection.createStatement())
                    : call(connection, method, arguments));
  }

  private static Object quoting(Statement statement) {
    return Proxy.newProxyInstance(
        HsqldbUnderTest.class.getClassLoader(),
        new Class<?>[] {Statement.class},
        (any, method, arguments) -> {
          if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
            String renamed = RENAMED.matcher(quoted(sql)).replaceFirst("alter column $1 rename to");
            arguments[0] =
                RETYPED.matcher(positionsNamed(renamed)).replaceFirst("$1 set data type ");
          }
          return call(statement, method, arguments);
        });
  }

  private static @Nullable Object call(Object of, Method method, @Nullable Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(of, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** A group is of columns there, not of places in the list of them. */
  private static String positionsNamed(String sql) {
    Matcher grouped = GROUPED.matcher(sql);
    if (!grouped.find()) {
      return sql;
    }
    int columns = grouped.group(2).split(",").length;
    String names =
        Stream.of(grouped.group(1).split(",")).limit(columns).collect(Collectors.joining(","));
    return sql.substring(0, grouped.start(2)) + names + sql.substring(grouped.end(2));
  }

  /** The suites write names without quotes, in lower case. */
  private static String quoted(String sql) {
    return WORD.matcher(sql).replaceAll(HsqldbUnderTest::quoted);
  }

  private static String quoted(MatchResult found) {
    String word = found.group();
    boolean name = Character.isLetter(word.charAt(0)) || word.charAt(0) == '_';
    boolean kept = !name || WORDS.contains(word.toLowerCase(Locale.ROOT));
    return Matcher.quoteReplacement(kept ? word : '"' + word + '"');
  }

  @Override
  public List<String> rows(String query) throws SQLException {
    return TargetUnderTest.super.rows(query).stream()
        .map(row -> Stream.of(row.split("\\|", -1)).map(HsqldbUnderTest::plain).toList())
        .map(row -> String.join("|", row))
        .toList();
  }

  /** As the other databases write it. */
  private static String plain(String value) {
    if (value.equals("TRUE") || value.equals("FALSE")) {
      return value.toLowerCase(Locale.ROOT);
    }
    return NUMBER.matcher(value).matches() ? String.valueOf(Double.parseDouble(value)) : value;
  }

  @Override
  public String typeOf(String table, String column) throws SQLException {
    return rows(("select lower(data_type) || case when data_type in ('DECIMAL', 'NUMERIC') then '('"
                + " || numeric_precision || ',' || numeric_scale || ')' else '' end from"
                + " information_schema.columns where table_name = '%s' and column_name = '%s'")
            .formatted(table, column))
        .get(0);
  }

  @Override
  public String familyInsteadOf(String family) {
    return switch (family) {
      case "timetz", "interval", "timestamp_nanos", "timestamptz", "uuid", "json" -> "text";
      case "array of int32" -> "text";
      default -> family;
    };
  }

  @Override
  public String elements(String column) {
    return column;
  }

  /** Lists are texts: the only letter of each of two. */
  @Override
  public String element(String list, int position) {
    return "substring(" + list + " from " + (position * 4 - 1) + " for 1)";
  }

  @Override
  public List<String> commentOf(String table, String column) {
    return List.of("null");
  }

  @Override
  public String idesOfMarch() {
    throw new UnsupportedOperationException("years before the first are refused");
  }

  @Override
  public int longestName() {
    return 128;
  }

  @Override
  public boolean columnCaseMatters() {
    return true;
  }

  @Override
  public void close() {
    try (Connection connection = connect()) {
      connection.createStatement().execute("SHUTDOWN");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
