package io.sluice.connector.postgres.catalog;

import io.sluice.connector.postgres.value.PgType;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which defaults of columns appear in schemas, by Debezium's rules: constants do; calls of
 * functions appear as a neutral value of their type; other expressions do not.
 */
final class Defaults {

  /** A quoted, numeric or boolean constant, with casts behind it. */
  private static final Pattern CONSTANT =
      Pattern.compile(
          "(?:B?'(?:[^']|'')*'|\\(?-?[0-9][0-9.eE+-]*\\)?|true|false)(?:::[\\w \\[\\]\".(),]+)*");

  private static final Pattern CALL =
      Pattern.compile("[\\w\".]+\\(.*\\)(?:::[\\w \\[\\]\".(),]+)*", Pattern.DOTALL);

  private static final Set<String> NOW =
      Set.of("current_timestamp", "current_time", "current_date", "localtime", "localtimestamp");

  /** What stands for the result of a function, by type. */
  private static final Map<String, String> NEUTRAL =
      Map.ofEntries(
          Map.entry("bool", "false"),
          Map.entry("bpchar", ""),
          Map.entry("varchar", ""),
          Map.entry("text", ""),
          Map.entry("numeric", "0.0"),
          Map.entry("float4", "0"),
          Map.entry("float8", "0"),
          Map.entry("int2", "0"),
          Map.entry("int4", "0"),
          Map.entry("int8", "0"),
          Map.entry("json", "{}"),
          Map.entry("jsonb", "{}"),
          Map.entry("xml", ""),
          Map.entry("uuid", "00000000-0000-0000-0000-000000000000"),
          Map.entry("date", "1970-01-01"),
          Map.entry("time", "00:00"),
          Map.entry("timestamp", "1970-01-01"),
          Map.entry("timestamptz", "1970-01-01 00:00:00+00"),
          Map.entry("bit", "0"),
          Map.entry("varbit", "0"),
          Map.entry("interval", "0"));

  private Defaults() {}

  /**
   * The SQL constant to show as default.
   *
   * @param expression the default as the server prints it
   * @return null for none
   */
  static @Nullable String constant(PgType type, String expression) {
    String neutral = NEUTRAL.get(type.name());
    if (expression.startsWith("NULL::") || (neutral == null && type.kind() != 'e')) {
      return null;
    }
    if (CONSTANT.matcher(expression).matches()) {
      return expression;
    }
    boolean call =
        CALL.matcher(expression).matches() || NOW.contains(expression.toLowerCase(Locale.ROOT));
    return call && neutral != null ? TableId.literal(neutral) : null;
  }
}
