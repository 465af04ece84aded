package io.sluice.connector.table.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Interval;
import io.sluice.connector.table.value.SchemaTypes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Schemas of any depth and values of them, each with what must be read back. A struct or map reads
 * as {@code {field=value}}, a list as {@code [value, value]}. Within what every dialect holds.
 */
final class RandomTypes {
  private static final int DEPTH = 3;
  private static final long YEAR_1000 = -30_610_224_000L;
  private static final long YEAR_10000 = 253_402_300_800L;

  private final Random random;

  RandomTypes(Random random) {
    this.random = random;
  }

  /** A value and what is read back of it; null and "null" for none. */
  record Value(@Nullable Object given, String read) {}

  Schema schema() {
    return schema(DEPTH);
  }

  private Schema schema(int depth) {
    return switch (random.nextInt(depth == 0 ? 14 : 19)) {
      case 0 -> Schema.OPTIONAL_BOOLEAN_SCHEMA;
      case 1 -> Schema.OPTIONAL_INT16_SCHEMA;
      case 2 -> Schema.OPTIONAL_INT32_SCHEMA;
      case 3 -> Schema.OPTIONAL_INT64_SCHEMA;
      case 4 -> Schema.OPTIONAL_FLOAT32_SCHEMA;
      case 5 -> Schema.OPTIONAL_FLOAT64_SCHEMA;
      case 6 -> Schema.OPTIONAL_STRING_SCHEMA;
      case 7 -> Schema.OPTIONAL_BYTES_SCHEMA;
      case 8 -> decimal();
      case 9 -> RoundTrip.logical(Schema.Type.INT32, "io.debezium.time.Date");
      case 10 -> RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTime");
      case 11 -> RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp");
      case 12 -> RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.Interval");
      case 13 -> RoundTrip.logical(Schema.Type.STRING, "io.debezium.data.Uuid");
      case 14 -> RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.ZonedTimestamp");
      case 15 -> SchemaBuilder.map(Schema.STRING_SCHEMA, schema(depth - 1)).optional().build();
      case 16 -> struct(depth - 1);
      default -> SchemaBuilder.array(schema(depth - 1)).optional().build();
    };
  }

  private Schema decimal() {
    int precision = 1 + random.nextInt(60);
    return RoundTrip.decimal(precision, random.nextInt(precision + 1));
  }

  private Schema struct(int depth) {
    SchemaBuilder schema = SchemaBuilder.struct().optional();
    for (int i = random.nextInt(4); i >= 0; i--) {
      schema.field("f" + i, schema(depth));
    }
    return schema.build();
  }

  Value value(Schema schema) {
    if (random.nextInt(6) == 0) {
      return new Value(null, "null");
    }
    String name = schema.name() == null ? "" : schema.name();
    if (!name.isEmpty()) {
      return logical(name, schema);
    }
    return switch (schema.type()) {
      case BOOLEAN -> same(random.nextBoolean());
      case INT8 -> same((byte) random.nextInt());
      case INT16 -> same((short) random.nextInt());
      case INT32 -> same(random.nextInt());
      case INT64 -> same(random.nextLong());
      case FLOAT32 -> same(random.nextFloat() * 1e6f - 5e5f);
      case FLOAT64 -> same(random.nextGaussian() * 1e100);
      case STRING -> same(text());
      case BYTES -> bytes();
      case ARRAY -> list(schema.valueSchema());
      case MAP -> map(schema.valueSchema());
      case STRUCT -> struct(schema);
    };
  }

  private static Value same(Object value) {
    return new Value(value, value.toString());
  }

  private Value logical(String name, Schema schema) {
    long seconds = YEAR_1000 + (long) (random.nextDouble() * (YEAR_10000 - YEAR_1000));
    int micros = random.nextInt(1_000_000);
    switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "Decimal" -> {
        ColumnType type = SchemaTypes.typeOf(schema);
        BigInteger unscaled = new BigInteger(180, random).mod(BigInteger.TEN.pow(type.precision()));
        BigDecimal decimal =
            new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
        return new Value(decimal, TypeReadings.number(decimal.toPlainString()));
      }
      case "Date" -> {
        int day = (int) Math.floorDiv(seconds, 86_400L);
        return new Value(day, LocalDate.ofEpochDay(day).toString());
      }
      case "MicroTime" -> {
        long time = Math.floorMod(seconds, 86_400L) * 1_000_000 + micros;
        return new Value(time, seconds(LocalTime.ofNanoOfDay(time * 1000).toString()));
      }
      case "MicroTimestamp" -> {
        return new Value(seconds * 1_000_000 + micros, local(seconds, micros));
      }
      case "ZonedTimestamp" -> {
        Instant instant = Instant.ofEpochSecond(seconds, micros * 1000L);
        return new Value(instant.toString(), local(seconds, micros) + "Z");
      }
      case "Interval" -> {
        int months = random.nextInt(4_000) - 2_000;
        int days = random.nextInt(20_000) - 10_000;
        int second = random.nextInt();
        return new Value(
            "P%dM%dDT%dS".formatted(months, days, second),
            new Interval(months, days, second * 1_000_000L).toString());
      }
      case "Uuid" -> {
        return same(new UUID(random.nextLong(), random.nextLong()).toString());
      }
      default -> throw new IllegalStateException(name);
    }
  }

  private static String local(long seconds, int micros) {
    String text = LocalDateTime.ofEpochSecond(seconds, micros * 1000, ZoneOffset.UTC).toString();
    return text.substring(0, 11) + seconds(text.substring(11));
  }

  /** With seconds, and without zeros at the end of their fraction. */
  private static String seconds(String time) {
    String whole = time.length() == 5 ? time + ":00" : time;
    return whole.contains(".") ? whole.replaceAll("0+$", "") : whole;
  }

  private String text() {
    int length = random.nextInt(12);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int point =
          switch (random.nextInt(4)) {
            case 0 -> 1 + random.nextInt(0x1F);
            case 1 -> 0xA0 + random.nextInt(0x2000);
            case 2 -> 0x1F300 + random.nextInt(0x200);
            default -> 0x20 + random.nextInt(0x5E);
          };
      text.appendCodePoint(point);
    }
    return text.toString();
  }

  private Value bytes() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return new Value(bytes, HexFormat.of().formatHex(bytes));
  }

  private Value list(Schema element) {
    List<@Nullable Object> given = new ArrayList<>();
    List<String> read = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Value value = value(element);
      given.add(value.given());
      read.add(value.read());
    }
    return new Value(given, read.toString());
  }

  private Value map(Schema values) {
    Map<String, @Nullable Object> given = new TreeMap<>();
    Map<String, String> read = new TreeMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      String key = text();
      Value value = value(values);
      given.put(key, value.given());
      read.put(key, value.read());
    }
    return new Value(given, read.toString());
  }

  private Value struct(Schema schema) {
    Struct given = new Struct(schema);
    List<String> read = new ArrayList<>();
    for (Field field : schema.fields()) {
      Value value = value(field.schema());
      given.put(field, value.given());
      read.add(field.name() + "=" + value.read());
    }
    return new Value(given, "{" + String.join(", ", read) + "}");
  }

  /** What a JSON document says, as a value of that schema is told here. */
  static String render(Schema schema, JsonNode node) {
    if (node.isNull()) {
      return "null";
    }
    if (schema.type() == Schema.Type.ARRAY) {
      List<String> elements = new ArrayList<>();
      node.forEach(one -> elements.add(render(schema.valueSchema(), one)));
      return elements.toString();
    }
    if (SchemaTypes.isNested(schema)) {
      List<String> fields = new ArrayList<>();
      for (Field field : schema.fields()) {
        fields.add(field.name() + "=" + render(field.schema(), node.get(field.name())));
      }
      return "{" + String.join(", ", fields) + "}";
    }
    if (schema.type() == Schema.Type.MAP) {
      Map<String, String> entries = new TreeMap<>();
      node.fields()
          .forEachRemaining(
              entry -> entries.put(entry.getKey(), render(schema.valueSchema(), entry.getValue())));
      return entries.toString();
    }
    return switch (SchemaTypes.typeOf(schema).kind()) {
      case BYTES -> HexFormat.of().formatHex(Base64.getDecoder().decode(node.textValue()));
      case DECIMAL, INT16, INT32, INT64 -> TypeReadings.number(node.asText());
      case FLOAT32 -> Float.toString(Float.parseFloat(node.asText()));
      case FLOAT64 -> Double.toString(Double.parseDouble(node.asText()));
      case JSON -> node.toString();
      case TIME -> seconds(node.textValue());
      case TIMESTAMPTZ -> {
        String text = node.textValue();
        yield text.substring(0, 11) + seconds(text.substring(11, text.length() - 1)) + "Z";
      }
      case TIMESTAMP, TIMESTAMP_NANOS ->
          node.textValue().substring(0, 11) + seconds(node.textValue().substring(11));
      default -> node.asText();
    };
  }
}
