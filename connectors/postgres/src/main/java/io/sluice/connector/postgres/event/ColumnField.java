package io.sluice.connector.postgres.event;

import io.debezium.spi.converter.RelationalColumn;
import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.value.Decoder;
import io.sluice.connector.postgres.value.Values;
import java.sql.Types;
import java.util.OptionalInt;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** A column as the user's converters see it, by the JDBC driver's words as Debezium has them. */
final class ColumnField implements RelationalColumn {

  private final TableId table;
  private final Column column;
  private final @Nullable Values values;

  /**
   * @param values what reads its values, null when its type is not given to converters
   */
  ColumnField(TableId table, Column column, @Nullable Values values) {
    this.table = table;
    this.column = column;
    this.values = values;
  }

  @Override
  public String name() {
    return column.name();
  }

  @Override
  public String dataCollection() {
    return table.toString();
  }

  @Override
  public int jdbcType() {
    if (column.type().element() != null) {
      return Types.ARRAY;
    }
    if (column.type().kind() == 'e') {
      return Types.VARCHAR;
    }
    return switch (column.type().name()) {
      case "int2" -> Types.SMALLINT;
      case "int4" -> Types.INTEGER;
      case "int8", "oid" -> Types.BIGINT;
      case "float4" -> Types.REAL;
      case "float8", "money" -> Types.DOUBLE;
      case "numeric" -> Types.NUMERIC;
      case "bool", "bit" -> Types.BIT;
      case "char", "bpchar" -> Types.CHAR;
      case "text", "varchar", "name" -> Types.VARCHAR;
      case "bytea" -> Types.BINARY;
      case "date" -> Types.DATE;
      case "time", "timetz" -> Types.TIME;
      case "timestamp", "timestamptz" -> Types.TIMESTAMP;
      case "xml" -> Types.SQLXML;
      default -> Types.OTHER;
    };
  }

  @Override
  public int nativeType() {
    return column.type().oid();
  }

  @Override
  public String typeName() {
    return column.declared();
  }

  /** As Debezium's stream has it; its snapshot has the type's name alone. */
  @Override
  public String typeExpression() {
    boolean sized =
        switch (column.type().name()) {
          case "varchar", "bpchar", "numeric" -> column.typmod() >= 0;
          case "float4", "float8", "time", "timetz", "timestamp", "timestamptz", "interval" -> true;
          default -> false;
        };
    return sized
        ? column.declared()
            + "("
            + DeclaredSize.length(column)
            + ","
            + DeclaredSize.scale(column)
            + ")"
        : column.declared();
  }

  @Override
  public OptionalInt length() {
    int length = DeclaredSize.length(column);
    return length < 0 ? OptionalInt.empty() : OptionalInt.of(length);
  }

  @Override
  public OptionalInt scale() {
    Integer scale = DeclaredSize.scale(column);
    return scale == null ? OptionalInt.empty() : OptionalInt.of(scale);
  }

  @Override
  public boolean isOptional() {
    return column.optional();
  }

  @Override
  public @Nullable Object defaultValue() {
    byte[] bytes = column.defaultValue();
    Decoder decoder = values == null ? null : values.binary();
    if (bytes == null || decoder == null) {
      return null;
    }
    try {
      return decoder.decode(bytes, 0, bytes.length);
    } catch (DataException e) {
      return null; // as of columns that are not converted
    }
  }

  @Override
  public boolean hasDefaultValue() {
    return column.defaultValue() != null;
  }
}
