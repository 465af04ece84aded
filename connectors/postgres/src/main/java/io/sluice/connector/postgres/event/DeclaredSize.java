package io.sluice.connector.postgres.event;

import io.sluice.connector.postgres.catalog.Column;
import org.jspecify.annotations.Nullable;

/**
 * Length and scale of a column as the JDBC driver tells them for its type, which is what Debezium
 * goes by. The driver's documentation of {@code DatabaseMetaData.getColumns} says what they mean:
 * characters for texts and times, digits for numbers.
 */
final class DeclaredSize {

  static final int UNLIMITED = Integer.MAX_VALUE;

  private DeclaredSize() {}

  static int length(Column column) {
    int typmod = column.typmod();
    return switch (base(column)) {
      case "int2" -> 5;
      case "int4", "oid" -> 10;
      case "int8" -> 19;
      case "float4" -> 8;
      case "float8" -> 17;
      case "numeric" -> typmod < 0 ? 0 : (typmod - 4) >> 16;
      case "char", "bool" -> 1;
      case "bpchar", "varchar" -> typmod < 0 ? UNLIMITED : typmod - 4;
      case "date" -> 13;
      case "time" -> 8 + seconds(typmod);
      case "timetz" -> 14 + seconds(typmod);
      case "timestamp" -> 22 + seconds(typmod);
      case "timestamptz" -> 28 + seconds(typmod);
      case "interval" -> 49;
      case "bit" -> typmod;
      case "varbit" -> typmod < 0 ? UNLIMITED : typmod;
      default -> UNLIMITED;
    };
  }

  /** Null for a number without limits. */
  static @Nullable Integer scale(Column column) {
    int typmod = column.typmod();
    return switch (base(column)) {
      case "float4" -> 8;
      case "float8" -> 17;
      case "numeric" -> typmod < 0 ? null : (typmod - 4) & 0xFFFF;
      case "time", "timetz", "timestamp", "timestamptz" -> typmod < 0 ? 6 : typmod;
      case "interval" -> typmod < 0 ? 6 : typmod & 0xFFFF;
      default -> 0;
    };
  }

  /** The driver looks through arrays. */
  private static String base(Column column) {
    var element = column.type().element();
    return element == null ? column.type().name() : element.name();
  }

  /** Decimals and their point. */
  private static int seconds(int typmod) {
    return switch (typmod) {
      case -1 -> 7;
      case 0 -> 0;
      case 1 -> 3;
      default -> typmod + 1;
    };
  }
}
