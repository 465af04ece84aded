package io.sluice.connector.table.dialect;

import io.sluice.connector.table.value.ColumnType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@link EdgeSamples} of one table as a reader gets them, whatever type the column has now. */
final class ReadEdges {
  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+),(\\d+)\\)");

  private final TargetUnderTest target;
  private final String table;
  private final String family;
  private final ColumnType type;
  private final Map<Long, String> texts = new HashMap<>();

  /**
   * Reads the table.
   *
   * @param nativeType what the database calls the type of the column {@code v}
   * @param types what it calls each family
   */
  ReadEdges(TargetUnderTest target, String table, String nativeType, Map<String, String> types)
      throws Exception {
    this.target = target;
    this.table = table;
    family =
        types.keySet().stream()
            .filter(name -> target.familyInsteadOf(name).equals(name))
            .filter(name -> nativeType.equals(types.get(name)))
            .findFirst()
            .orElseThrow(() -> new AssertionError(table + " has " + nativeType + " of no family"));
    type = columnType(family);
    String text = target.readings().orElseThrow().asText("v", type);
    for (String row : target.rows("select id, " + text + " from " + table)) {
      int bar = row.indexOf('|');
      texts.put(Long.valueOf(row.substring(0, bar)), row.substring(bar + 1));
    }
  }

  private static ColumnType columnType(String family) {
    Matcher decimal = DECIMAL.matcher(family);
    if (decimal.matches()) {
      return ColumnType.decimal(
          Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
    }
    if (family.startsWith("array of ")) {
      return ColumnType.array(columnType(family.substring("array of ".length())));
    }
    return switch (family) {
      case "boolean" -> ColumnType.BOOLEAN;
      case "int16" -> ColumnType.INT16;
      case "int32" -> ColumnType.INT32;
      case "int64" -> ColumnType.INT64;
      case "float32" -> ColumnType.FLOAT32;
      case "float64" -> ColumnType.FLOAT64;
      case "text" -> ColumnType.TEXT;
      case "bytes" -> ColumnType.BYTES;
      case "date" -> ColumnType.DATE;
      case "time" -> ColumnType.TIME;
      case "timetz" -> ColumnType.TIMETZ;
      case "timestamp" -> ColumnType.TIMESTAMP;
      case "timestamp_nanos" -> ColumnType.TIMESTAMP_NANOS;
      case "timestamptz" -> ColumnType.TIMESTAMPTZ;
      case "interval" -> ColumnType.INTERVAL;
      case "uuid" -> ColumnType.UUID;
      case "json" -> ColumnType.JSON;
      default -> throw new IllegalArgumentException(family);
    };
  }

  /** What differs of the values of a family that came as rows behind {@code from}. */
  List<String> compare(long from, String brought, Set<String> refused) {
    List<String> differing = new ArrayList<>();
    List<EdgeSamples.Edge> edges = EdgeSamples.of(brought);
    for (int i = 0; i < edges.size(); i++) {
      long id = from + i + 1;
      String found = texts.get(id);
      boolean out = refused.contains(table + " " + id);
      String wanted = out ? null : expected(edges.get(i));
      String read =
          found == null || wanted == null || found.equals("null")
              ? found
              : target.readings().orElseThrow().plain(type, found);
      if (out ? found != null : read == null || wanted != null && !wanted.equals(read)) {
        if (sameFloat(edges.get(i), read)) {
          continue;
        }
        differing.add(family + " row " + id + ": " + read + " instead of " + wanted);
      }
    }
    return differing;
  }

  /** A column of floating point numbers that becomes text has the database's spelling of them. */
  private boolean sameFloat(EdgeSamples.Edge edge, @Nullable String read) {
    if (read == null || type.kind() != ColumnType.Kind.TEXT) {
      return false;
    }
    String java = TypeReadings.javaNumber(read);
    return edge.value() instanceof Float number && Float.toString(number).equals(parsed(java, true))
        || edge.value() instanceof Double other
            && Double.toString(other).equals(parsed(java, false));
  }

  private static String parsed(String text, boolean single) {
    return single
        ? Float.toString(Float.parseFloat(text))
        : Double.toString(Double.parseDouble(text));
  }

  /** Null where any value will do: a time as a text is compared in the suites of types. */
  private @Nullable String expected(EdgeSamples.Edge edge) {
    if (edge.text().isEmpty() && !(edge.value() instanceof String)) {
      return null;
    }
    return switch (type.kind()) {
      case TEXT, JSON -> edge.text().isEmpty() && !edge.value().equals("") ? null : edge.text();
      case INT16, INT32, INT64, DECIMAL -> TypeReadings.number(edge.text());
      case FLOAT32 -> Float.toString(((Number) edge.value()).floatValue());
      case FLOAT64 -> Double.toString(((Number) edge.value()).doubleValue());
      case TIMESTAMP, TIMESTAMP_NANOS -> edge.text() + "T00:00:00";
      default -> edge.text();
    };
  }
}
