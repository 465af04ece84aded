package io.sluice.connector.table.dialect;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Values at the edges of the families of types in {@link EvolutionMatrix}: those that a careless
 * conversion rounds, cuts, or spells in another way.
 */
final class EdgeSamples {
  /**
   * One value.
   *
   * @param value as the record has it
   * @param text its only spelling where a column holds text
   */
  record Edge(Object value, String text) {}

  private static final Map<String, List<Edge>> BY_FAMILY = new LinkedHashMap<>();

  private EdgeSamples() {}

  static List<Edge> of(String family) {
    return BY_FAMILY.getOrDefault(family, List.of());
  }

  /** Values and their texts, in turns. */
  private static void add(String family, Object... pairs) {
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      edges.add(new Edge(pairs[i], (String) pairs[i + 1]));
    }
    BY_FAMILY.put(family, List.copyOf(edges));
  }

  private static Object[] numbers(Object... numbers) {
    return Arrays.stream(numbers).flatMap(n -> List.of(n, n.toString()).stream()).toArray();
  }

  static {
    add("boolean", true, "true", false, "false");
    add("int16", numbers(Short.MIN_VALUE, Short.MAX_VALUE, (short) 0));
    add("int32", numbers(Integer.MIN_VALUE, Integer.MAX_VALUE, (1 << 24) + 1, -1, 0));
    add("int64", numbers(Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) + 1, 1L << 53, 100L));
    add(
        "float32",
        numbers(
            0.1f,
            1.5f,
            7f,
            -0.5f,
            16777216f,
            1.0E10f,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            1.0E-20f,
            Float.MIN_VALUE,
            0.33333334f,
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY));
    add(
        "float64",
        numbers(
            0.1,
            1.5,
            7.0,
            -0.5,
            9.007199254740992E15,
            1.0E10,
            1.0E22,
            1.0E-7,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            2.2250738585072014E-308,
            1.0 / 3,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY));
    add(
        "decimal(10,2)",
        new BigDecimal("99999999.99"),
        "99999999.99",
        new BigDecimal("-99999999.99"),
        "-99999999.99",
        new BigDecimal("0.00"),
        "0",
        new BigDecimal("1.50"),
        "1.5",
        new BigDecimal("-0.05"),
        "-0.05",
        new BigDecimal("100.00"),
        "100");
    for (String text :
        List.of("", "false", "true", "1", "1e3", "1.50", "007", " a ", "NaN", "-0", "null")) {
      BY_FAMILY.merge(
          "text",
          List.of(new Edge(text, text)),
          (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
    }
    add("date", 0, "1970-01-01", 2_932_896, "9999-12-31", -719_162, "0001-01-01", -1, "1969-12-31");
    String low = "00000000-0000-0000-0000-000000000000";
    String high = "ffffffff-ffff-4fff-bfff-ffffffffffff";
    add("uuid", low, low, high, high);
    add("json", "{\"a\": [1, null]}", "{\"a\": [1, null]}", "7", "7", "\"x\"", "\"x\"");
    add("timestamp", 0L, "", 1L, "", -1L, "", 253_402_300_799_999_999L, "");
    add("timestamp_nanos", 0L, "", 1_000L, "", -1_000L, "", 1_700_000_000_123_456_000L, "");
    add("timestamptz", "1969-12-31T23:59:59.999999Z", "", "9999-12-30T00:00:00Z", "");
    add("time", 0L, "", 86_399_999_999L, "", 1L, "");
    add("timetz", "23:59:59.999999Z", "", "00:00:00+05:30", "");
    add("interval", 0L, "", -1L, "", 3_723_000_000L, "");
    add("array of int32", List.of(), "[]", List.of(1, -2), "[1,-2]");
  }
}
