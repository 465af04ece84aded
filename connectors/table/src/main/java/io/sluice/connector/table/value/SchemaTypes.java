package io.sluice.connector.table.value;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Which column a Connect schema asks for. The names of logical types are Connect's and Debezium's
 * (its reference: "Data type mappings").
 */
public final class SchemaTypes {
  static final String UUID = "io.debezium.data.Uuid";
  static final String JSON = "io.debezium.data.Json";
  static final String XML = "io.debezium.data.Xml";
  static final String ENUM = "io.debezium.data.Enum";
  static final String BITS = "io.debezium.data.Bits";
  static final String VARIABLE_DECIMAL = "io.debezium.data.VariableScaleDecimal";
  static final String DATE = "io.debezium.time.Date";
  static final String TIME = "io.debezium.time.Time";
  static final String MICRO_TIME = "io.debezium.time.MicroTime";
  static final String NANO_TIME = "io.debezium.time.NanoTime";
  static final String ZONED_TIME = "io.debezium.time.ZonedTime";
  static final String TIMESTAMP = "io.debezium.time.Timestamp";
  static final String MICRO_TIMESTAMP = "io.debezium.time.MicroTimestamp";
  static final String NANO_TIMESTAMP = "io.debezium.time.NanoTimestamp";
  static final String ZONED_TIMESTAMP = "io.debezium.time.ZonedTimestamp";
  static final String MICRO_DURATION = "io.debezium.time.MicroDuration";
  static final String NANO_DURATION = "io.debezium.time.NanoDuration";
  static final String INTERVAL = "io.debezium.time.Interval";
  static final String YEAR = "io.debezium.time.Year";
  static final String ISO_DATE = "io.debezium.time.IsoDate";
  static final String ISO_TIME = "io.debezium.time.IsoTime";
  static final String ISO_TIMESTAMP = "io.debezium.time.IsoTimestamp";
  static final String STRUCTURED_DATE = "io.debezium.time.StructuredDate";
  static final String STRUCTURED_TIME = "io.debezium.time.StructuredTime";
  static final String STRUCTURED_ZONED_TIME = "io.debezium.time.StructuredZonedTime";
  static final String STRUCTURED_TIMESTAMP = "io.debezium.time.StructuredTimestamp";
  static final String STRUCTURED_ZONED_TIMESTAMP = "io.debezium.time.StructuredZonedTimestamp";
  static final String STRUCTURED_DURATION = "io.debezium.time.StructuredDuration";
  static final String ENUM_SET = "io.debezium.data.EnumSet";
  static final String LTREE = "io.debezium.data.Ltree";
  static final String SPARSE_VECTOR = "io.debezium.data.SparseDoubleVector";
  static final String TSVECTOR = "io.debezium.data.Tsvector";

  /** Structs with a well-known binary form and the number of a reference system. */
  static final Set<String> GEOMETRIES =
      Set.of(
          "io.debezium.data.geometry.Geometry",
          "io.debezium.data.geometry.Geography",
          "io.debezium.data.geometry.Point");

  /** Debezium states the precision of a decimal here; Connect itself knows only the scale. */
  static final String PRECISION_PARAMETER = "connect.decimal.precision";

  private static final Map<String, ColumnType> LOGICAL =
      Map.ofEntries(
          Map.entry(Date.LOGICAL_NAME, ColumnType.DATE),
          Map.entry(Time.LOGICAL_NAME, ColumnType.TIME),
          Map.entry(Timestamp.LOGICAL_NAME, ColumnType.TIMESTAMP),
          Map.entry(DATE, ColumnType.DATE),
          Map.entry(TIME, ColumnType.TIME),
          Map.entry(MICRO_TIME, ColumnType.TIME),
          Map.entry(NANO_TIME, ColumnType.TIME),
          Map.entry(ZONED_TIME, ColumnType.TIMETZ),
          Map.entry(TIMESTAMP, ColumnType.TIMESTAMP),
          Map.entry(MICRO_TIMESTAMP, ColumnType.TIMESTAMP),
          Map.entry(NANO_TIMESTAMP, ColumnType.TIMESTAMP_NANOS),
          Map.entry(ZONED_TIMESTAMP, ColumnType.TIMESTAMPTZ),
          Map.entry(MICRO_DURATION, ColumnType.INTERVAL),
          Map.entry(NANO_DURATION, ColumnType.INTERVAL),
          Map.entry(INTERVAL, ColumnType.INTERVAL),
          Map.entry(YEAR, ColumnType.INT32),
          Map.entry(ISO_DATE, ColumnType.DATE),
          Map.entry(ISO_TIME, ColumnType.TIME),
          Map.entry(ISO_TIMESTAMP, ColumnType.TIMESTAMP),
          Map.entry(STRUCTURED_DATE, ColumnType.DATE),
          Map.entry(STRUCTURED_TIME, ColumnType.TIME),
          Map.entry(STRUCTURED_ZONED_TIME, ColumnType.TIMETZ),
          Map.entry(STRUCTURED_TIMESTAMP, ColumnType.TIMESTAMP),
          Map.entry(STRUCTURED_ZONED_TIMESTAMP, ColumnType.TIMESTAMPTZ),
          Map.entry(STRUCTURED_DURATION, ColumnType.INTERVAL),
          Map.entry(ENUM_SET, ColumnType.TEXT),
          Map.entry(LTREE, ColumnType.TEXT),
          Map.entry(TSVECTOR, ColumnType.TEXT),
          Map.entry(UUID, ColumnType.UUID),
          Map.entry(JSON, ColumnType.JSON),
          Map.entry(XML, ColumnType.TEXT),
          Map.entry(ENUM, ColumnType.TEXT),
          Map.entry(BITS, ColumnType.BYTES),
          Map.entry(VARIABLE_DECIMAL, ColumnType.NUMERIC));

  private SchemaTypes() {}

  /**
   * The column that a field of that schema asks for.
   *
   * @throws DataException if the schema is of a kind that no column can follow
   */
  public static ColumnType typeOf(Schema schema) {
    String name = schema.name();
    if (name != null) {
      if (name.equals(Decimal.LOGICAL_NAME)) {
        return decimal(schema);
      }
      if (GEOMETRIES.contains(name)) {
        return ColumnType.BYTES;
      }
      ColumnType logical = LOGICAL.get(name);
      if (logical != null) {
        return logical;
      }
    }
    return switch (schema.type()) {
      case BOOLEAN -> ColumnType.BOOLEAN;
      case INT8, INT16 -> ColumnType.INT16;
      case INT32 -> ColumnType.INT32;
      case INT64 -> ColumnType.INT64;
      case FLOAT32 -> ColumnType.FLOAT32;
      case FLOAT64 -> ColumnType.FLOAT64;
      case STRING -> ColumnType.TEXT;
      case BYTES -> ColumnType.BYTES;
      case ARRAY -> ColumnType.array(typeOf(schema.valueSchema()));
      case MAP, STRUCT -> ColumnType.JSON;
    };
  }

  /** Every name that is looked at. */
  static Set<String> names() {
    Set<String> names = new HashSet<>(LOGICAL.keySet());
    names.addAll(GEOMETRIES);
    names.add(SPARSE_VECTOR);
    names.add(Decimal.LOGICAL_NAME);
    return names;
  }

  /** Whether it is a struct of the user's, not one that stands for a single value. */
  public static boolean isNested(Schema schema) {
    return schema.type() == Schema.Type.STRUCT
        && !SPARSE_VECTOR.equals(schema.name())
        && typeOf(schema).kind() == ColumnType.Kind.JSON;
  }

  private static ColumnType decimal(Schema schema) {
    Map<String, String> parameters = schema.parameters();
    int scale = number(parameters, Decimal.SCALE_FIELD);
    int precision = number(parameters, PRECISION_PARAMETER);
    // Without a stated precision the scale alone is fixed: an exact type of any size.
    return ColumnType.decimal(precision, scale);
  }

  private static int number(@Nullable Map<String, String> parameters, String name) {
    String text = parameters == null ? null : parameters.get(name);
    if (text == null) {
      return 0;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new DataException(
          "Schema parameter " + name + ": expected a whole number. Correct the source's schema.",
          e);
    }
  }
}
