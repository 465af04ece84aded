package io.sluice.connector.postgres.value;

import io.sluice.connector.postgres.value.ValueModes.DecimalMode;
import io.sluice.connector.postgres.value.ValueModes.IntervalMode;
import io.sluice.connector.postgres.value.ValueModes.TimeMode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Which schema and decoder a column gets: Debezium's mappings for PostgreSQL, so that events look
 * the same. The rules are in Debezium's documentation of its PostgreSQL connector, "Data type
 * mappings".
 */
public final class TypeMapping {

  private final ValueModes modes;
  private final String text;

  public TypeMapping(ValueModes modes) {
    this.modes = modes;
    this.text = modes.unavailable();
  }

  /**
   * @param typmod the column's type modifier as in pg_attribute, -1 for none
   * @param optional whether the column's schema will be optional, which structs must know
   * @return empty for a type that cannot be captured yet
   */
  public Optional<ValueType> of(PgType type, int typmod, boolean optional) {
    PgType element = type.element();
    if (element != null) {
      return isArrayElement(element)
          ? of(element, typmod, true).map(found -> array(element, found))
          : Optional.empty();
    }
    if (type.kind() == 'e') {
      return Optional.of(
          new ValueType(
              () ->
                  semantic("io.debezium.data.Enum", SchemaBuilder.string())
                      .parameter("allowed", String.join(",", type.labels())),
              Decoders.TEXT,
              "",
              text));
    }
    return Optional.ofNullable(
        switch (type.name()) {
          case "bool" -> plain(SchemaBuilder::bool, Decoders.BOOL, false);
          case "int2" -> plain(SchemaBuilder::int16, Decoders.INT2, (short) 0);
          case "int4" -> plain(SchemaBuilder::int32, Decoders.INT4, 0);
          case "int8" -> plain(SchemaBuilder::int64, Decoders.INT8, 0L);
          case "oid" -> plain(SchemaBuilder::int64, Decoders.OID, 0L);
          case "float4" -> plain(SchemaBuilder::float32, Decoders.FLOAT4, 0f);
          case "float8" -> plain(SchemaBuilder::float64, Decoders.FLOAT8, 0d);
          case "numeric" -> numeric(typmod, optional);
          case "money" -> money();
          case "text", "varchar", "bpchar", "name", "char", "citext" ->
              plain(SchemaBuilder::string, Decoders.TEXT, "");
          case "json" -> named("io.debezium.data.Json", SchemaBuilder::string, Decoders.TEXT, "");
          case "jsonb" -> named("io.debezium.data.Json", SchemaBuilder::string, Decoders.JSONB, "");
          case "xml" -> named("io.debezium.data.Xml", SchemaBuilder::string, Decoders.TEXT, "");
          case "uuid" -> named("io.debezium.data.Uuid", SchemaBuilder::string, Decoders.UUID, "");
          case "bytea" -> binary();
          case "date" -> date();
          case "time" -> time(typmod);
          case "timetz" ->
              named("io.debezium.time.ZonedTime", SchemaBuilder::string, Decoders.TIMETZ, "00:00Z");
          case "timestamp" -> timestamp(typmod);
          case "timestamptz" -> zonedTimestamp(typmod);
          case "interval" -> interval();
          case "bit", "varbit" -> bits(typmod);
          case "inet" -> plain(SchemaBuilder::string, Decoders.INET, "");
          case "cidr" -> plain(SchemaBuilder::string, Decoders.CIDR, "");
          case "macaddr", "macaddr8" -> plain(SchemaBuilder::string, Decoders.MACADDR, "");
          default -> null;
        });
  }

  /**
   * Debezium does not capture arrays of these; neither does this connector, so that both give the
   * same columns.
   */
  private static boolean isArrayElement(PgType element) {
    return switch (element.name()) {
      case "money", "interval", "bit", "varbit", "xml", "name" -> false;
      default -> true;
    };
  }

  private ValueType array(PgType element, ValueType type) {
    // An enum's element schema is required in Debezium's events, all others are optional.
    Schema elementSchema =
        element.kind() == 'e'
            ? type.schema().get().build()
            : type.schema().get().optional().build();
    return new ValueType(
        () -> SchemaBuilder.array(elementSchema),
        Decoders.array(type.decoder()),
        List.of(),
        unavailable(elementSchema));
  }

  /**
   * Debezium's lists: the text for texts, its bytes one by one for numbers. Where Debezium has
   * none, the same is done in the element's type.
   */
  private @Nullable List<?> unavailable(Schema element) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (element.type() == Schema.Type.STRING) {
      boolean uuid = "io.debezium.data.Uuid".equals(element.name());
      return List.of(uuid ? UUID.nameUUIDFromBytes(bytes).toString() : text);
    }
    if (element.type() == Schema.Type.BYTES && element.name() == null) {
      return List.of(bytes);
    }
    if (element.type() == Schema.Type.BOOLEAN || element.type() == Schema.Type.STRUCT) {
      return null;
    }
    List<Object> values = new ArrayList<>(bytes.length);
    for (byte b : bytes) {
      values.add(
          switch (element.type()) {
            case INT16 -> (short) b;
            case INT32 -> (int) b;
            case INT64 -> (long) b;
            case FLOAT32 -> (float) b;
            case FLOAT64 -> (double) b;
            default -> BigDecimal.valueOf(b).setScale(scale(element));
          });
    }
    return values;
  }

  private static int scale(Schema decimal) {
    return Integer.parseInt(decimal.parameters().getOrDefault(Decimal.SCALE_FIELD, "0"));
  }

  private ValueType numeric(int typmod, boolean optional) {
    if (modes.decimal() == DecimalMode.DOUBLE) {
      return plain(SchemaBuilder::float64, (b, o, l) -> Numerics.approximate(b, o), 0d);
    }
    if (modes.decimal() == DecimalMode.STRING) {
      return plain(SchemaBuilder::string, (b, o, l) -> Numerics.text(b, o), "");
    }
    if (typmod < 4) {
      // A struct must carry the very schema of its field.
      Schema schema =
          optional ? VariableScale.builder().optional().build() : VariableScale.builder().build();
      return new ValueType(
          VariableScale::builder,
          (b, o, l) -> VariableScale.of(schema, Numerics.decimal(b, o)),
          VariableScale.of(schema, BigDecimal.ZERO),
          null);
    }
    int precision = ((typmod - 4) >> 16) & 0xFFFF;
    int scale =
        (((typmod - 4) & 0x7FF) ^ 1024) - 1024; // an 11-bit signed number since PostgreSQL 15
    return decimal(scale, precision);
  }

  private ValueType money() {
    int scale = 2;
    return switch (modes.decimal()) {
      case PRECISE -> {
        Supplier<SchemaBuilder> schema = () -> Decimal.builder(scale);
        BigDecimal zero = BigDecimal.ZERO.setScale(scale);
        yield new ValueType(
            schema, (b, o, l) -> BigDecimal.valueOf(Binary.int64(b, o), scale), zero, null);
      }
      case DOUBLE ->
          plain(
              SchemaBuilder::float64,
              (b, o, l) -> BigDecimal.valueOf(Binary.int64(b, o), scale).doubleValue(),
              0d);
      case STRING ->
          plain(
              SchemaBuilder::string,
              (b, o, l) -> BigDecimal.valueOf(Binary.int64(b, o), scale).toPlainString(),
              "");
    };
  }

  private static ValueType decimal(int scale, int precision) {
    BigDecimal zero = BigDecimal.ZERO.setScale(scale);
    return new ValueType(
        () ->
            Decimal.builder(scale)
                .parameter("connect.decimal.precision", Integer.toString(precision)),
        (b, o, l) -> {
          BigDecimal value = Numerics.decimal(b, o);
          // Only a negative scale differs from what is shown: numeric(3,-2) is sent with scale 0.
          return value.scale() == scale ? value : value.setScale(scale, RoundingMode.UNNECESSARY);
        },
        zero,
        null);
  }

  private ValueType binary() {
    return switch (modes.binary()) {
      case BYTES ->
          new ValueType(
              SchemaBuilder::bytes,
              Decoders.BYTES,
              ByteBuffer.allocate(0).asReadOnlyBuffer(),
              text.getBytes(StandardCharsets.UTF_8));
      case BASE64 -> encoded(Base64.getEncoder()::encodeToString);
      case BASE64_URL_SAFE -> encoded(Base64.getUrlEncoder()::encodeToString);
      case HEX -> encoded(HexFormat.of()::formatHex);
    };
  }

  private ValueType encoded(Function<byte[], String> encoding) {
    return new ValueType(
        SchemaBuilder::string,
        (b, o, l) -> encoding.apply(Arrays.copyOfRange(b, o, o + l)),
        "",
        encoding.apply(text.getBytes(StandardCharsets.UTF_8)));
  }

  private ValueType date() {
    if (modes.time() == TimeMode.CONNECT) {
      return new ValueType(
          org.apache.kafka.connect.data.Date::builder,
          (b, o, l) -> new java.util.Date(Times.epochDay(Binary.int32(b, o)) * 86_400_000L),
          new java.util.Date(0),
          null);
    }
    return named(
        "io.debezium.time.Date",
        SchemaBuilder::int32,
        (b, o, l) -> Times.epochDay(Binary.int32(b, o)),
        0);
  }

  private ValueType time(int typmod) {
    if (modes.time() == TimeMode.CONNECT) {
      return new ValueType(
          org.apache.kafka.connect.data.Time::builder,
          (b, o, l) -> new java.util.Date(Binary.int64(b, o) / 1000),
          new java.util.Date(0),
          null);
    }
    if (modes.time() == TimeMode.ADAPTIVE && typmod >= 0 && typmod <= 3) {
      return named(
          "io.debezium.time.Time",
          SchemaBuilder::int32,
          (b, o, l) -> (int) (Binary.int64(b, o) / 1000),
          0);
    }
    return named("io.debezium.time.MicroTime", SchemaBuilder::int64, Decoders.INT8, 0L);
  }

  private ValueType timestamp(int typmod) {
    if (modes.time() == TimeMode.CONNECT) {
      return new ValueType(
          org.apache.kafka.connect.data.Timestamp::builder,
          (b, o, l) ->
              new java.util.Date(Math.floorDiv(Times.epochMicros(Binary.int64(b, o)), 1000L)),
          new java.util.Date(0),
          null);
    }
    if (typmod >= 0 && typmod <= 3) {
      return named(
          "io.debezium.time.Timestamp",
          SchemaBuilder::int64,
          (b, o, l) -> Math.floorDiv(Times.epochMicros(Binary.int64(b, o)), 1000L),
          0L);
    }
    return named(
        "io.debezium.time.MicroTimestamp",
        SchemaBuilder::int64,
        (b, o, l) -> Times.epochMicros(Binary.int64(b, o)),
        0L);
  }

  private ValueType zonedTimestamp(int typmod) {
    int digits = typmod < 0 ? 6 : typmod;
    return named(
        "io.debezium.time.ZonedTimestamp",
        SchemaBuilder::string,
        (b, o, l) -> Times.zonedTimestamp(Binary.int64(b, o), digits),
        "1970-01-01T00:00:00Z");
  }

  private ValueType interval() {
    return modes.interval() == IntervalMode.STRING
        ? named(
            "io.debezium.time.Interval",
            SchemaBuilder::string,
            Decoders.INTERVAL_ISO,
            "P0Y0M0DT0H0M0S")
        : named(
            "io.debezium.time.MicroDuration", SchemaBuilder::int64, Decoders.INTERVAL_MICROS, 0L);
  }

  private ValueType bits(int typmod) {
    if (typmod == 1) {
      return plain(SchemaBuilder::bool, Decoders.BIT, false);
    }
    int length = typmod < 0 ? Integer.MAX_VALUE : typmod;
    return new ValueType(
        () ->
            semantic("io.debezium.data.Bits", SchemaBuilder.bytes())
                .parameter("length", Integer.toString(length)),
        Decoders.BITS,
        new byte[0],
        text.getBytes(StandardCharsets.UTF_8));
  }

  private ValueType plain(Supplier<SchemaBuilder> schema, Decoder decoder, Object absent) {
    return new ValueType(schema, decoder, absent, absent instanceof String ? text : null);
  }

  private ValueType named(
      String name, Supplier<SchemaBuilder> schema, Decoder decoder, Object absent) {
    return plain(() -> semantic(name, schema.get()), decoder, absent);
  }

  private static SchemaBuilder semantic(String name, SchemaBuilder schema) {
    return schema.name(name).version(1);
  }
}
