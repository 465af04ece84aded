package io.sluice.engine.deadletter;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Records with arbitrary schemas and values, made from a random that the test was given. */
final class AnyRecord {
  private static final int DAY_MILLIS = 86_400_000;

  private final Random random;

  AnyRecord(Random random) {
    this.random = random;
  }

  ConnectRecord<?> record() {
    Schema keySchema = random.nextBoolean() ? null : schema(2);
    Schema valueSchema = random.nextInt(4) == 0 ? null : schema(4);
    Object key = keySchema == null ? schemaless(2) : value(keySchema);
    Object value = valueSchema == null ? schemaless(3) : value(valueSchema);
    ConnectHeaders headers = new ConnectHeaders();
    for (int i = random.nextInt(3); i > 0; i--) {
      Schema schema = random.nextBoolean() ? null : schema(1);
      headers.add(
          text(), new SchemaAndValue(schema, schema == null ? schemaless(1) : value(schema)));
    }
    Long timestamp = random.nextBoolean() ? null : random.nextLong();
    if (random.nextBoolean()) {
      return new SourceRecord(
          position(),
          position(),
          text(),
          random.nextBoolean() ? null : random.nextInt(),
          keySchema,
          key,
          valueSchema,
          value,
          timestamp,
          headers);
    }
    return new SinkRecord(
        text(),
        random.nextInt(100),
        keySchema,
        key,
        valueSchema,
        value,
        random.nextLong(),
        timestamp,
        TimestampType.values()[random.nextInt(3)],
        headers,
        random.nextBoolean() ? null : text(),
        random.nextBoolean() ? null : random.nextInt(),
        random.nextLong());
  }

  private @Nullable Map<String, Object> position() {
    if (random.nextInt(5) == 0) {
      return null;
    }
    Map<String, Object> position = new HashMap<>();
    position.put(text(), random.nextLong());
    position.put(text(), random.nextInt());
    position.put(text(), text());
    position.put(text(), random.nextBoolean() ? null : random.nextBoolean());
    return position;
  }

  private Schema schema(int depth) {
    SchemaBuilder builder = builder(depth);
    if (random.nextBoolean()) {
      builder.optional();
    }
    if (random.nextInt(3) == 0 && builder.name() == null) {
      builder.name(text());
    }
    if (random.nextInt(4) == 0 && builder.version() == null) {
      builder.version(random.nextInt());
    }
    if (random.nextInt(4) == 0) {
      builder.doc(text());
    }
    if (random.nextInt(4) == 0) {
      builder.parameter("p" + text(), text());
    }
    // A builder takes no struct of its own schema as default, for that is not built yet.
    if (random.nextInt(4) == 0 && builder.type().isPrimitive()) {
      Object value = value(builder);
      if (value != null) {
        builder.defaultValue(value);
      }
    }
    return builder.build();
  }

  private SchemaBuilder builder(int depth) {
    int choice = random.nextInt(depth > 0 ? 16 : 13);
    return switch (choice) {
      case 0 -> SchemaBuilder.int8();
      case 1 -> SchemaBuilder.int16();
      case 2 -> SchemaBuilder.int32();
      case 3 -> SchemaBuilder.int64();
      case 4 -> SchemaBuilder.float32();
      case 5 -> SchemaBuilder.float64();
      case 6 -> SchemaBuilder.bool();
      case 7 -> SchemaBuilder.string();
      case 8 -> SchemaBuilder.bytes();
      case 9 -> Decimal.builder(random.nextInt(10));
      case 10 -> Date.builder();
      case 11 -> Time.builder();
      case 12 -> Timestamp.builder();
      case 13 -> SchemaBuilder.array(schema(depth - 1));
      case 14 -> SchemaBuilder.map(SchemaBuilder.string().build(), schema(depth - 1));
      default -> {
        SchemaBuilder struct = SchemaBuilder.struct();
        Schema shared = schema(depth - 1);
        for (int i = random.nextInt(5); i >= 0; i--) {
          struct.field("f" + i + text(), random.nextInt(3) == 0 ? shared : schema(depth - 1));
        }
        yield struct;
      }
    };
  }

  private @Nullable Object value(Schema schema) {
    if (schema.isOptional() && random.nextInt(4) == 0) {
      return null;
    }
    String logical = schema.name() == null ? "" : schema.name();
    switch (logical) {
      case Decimal.LOGICAL_NAME:
        int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
        return BigDecimal.valueOf(random.nextLong(), scale);
      case Date.LOGICAL_NAME:
        return new java.util.Date((random.nextInt(60_000) - 20_000L) * DAY_MILLIS);
      case Time.LOGICAL_NAME:
        return new java.util.Date(random.nextInt(DAY_MILLIS));
      case Timestamp.LOGICAL_NAME:
        return new java.util.Date(random.nextLong());
      default:
        break;
    }
    return switch (schema.type()) {
      case INT8 -> (byte) random.nextInt();
      case INT16 -> (short) random.nextInt();
      case INT32 -> random.nextInt() >> random.nextInt(32);
      case INT64 -> random.nextLong() >> random.nextInt(64);
      case FLOAT32 -> Float.intBitsToFloat(random.nextInt());
      case FLOAT64 -> oddDouble();
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text();
      case BYTES -> random.nextBoolean() ? bytes() : ByteBuffer.wrap(bytes());
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(schema.valueSchema()));
        }
        yield list;
      }
      case MAP -> {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put(value(schema.keySchema()), value(schema.valueSchema()));
        }
        yield map;
      }
      case STRUCT -> {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
          struct.put(field, value(field.schema()));
        }
        yield struct;
      }
    };
  }

  private @Nullable Object schemaless(int depth) {
    return switch (random.nextInt(depth > 0 ? 14 : 11)) {
      case 0 -> null;
      case 1 -> (byte) random.nextInt();
      case 2 -> (short) random.nextInt();
      case 3 -> random.nextInt();
      case 4 -> random.nextLong();
      case 5 -> Float.intBitsToFloat(random.nextInt());
      case 6 -> oddDouble();
      case 7 -> random.nextBoolean();
      case 8 -> new BigDecimal(new java.math.BigInteger(100, random), random.nextInt(20) - 10);
      case 9 -> random.nextBoolean() ? bytes() : ByteBuffer.wrap(bytes());
      case 10 -> text();
      case 11 -> {
        Schema schema = schema(depth - 1);
        yield schema.type() == Schema.Type.STRUCT ? value(schema) : new java.util.Date(1);
      }
      case 12 -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(schemaless(depth - 1));
        }
        yield list;
      }
      default -> {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put(text(), schemaless(depth - 1));
        }
        yield map;
      }
    };
  }

  private double oddDouble() {
    double[] odd = {0.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 1e300};
    return random.nextBoolean()
        ? odd[random.nextInt(odd.length)]
        : Double.longBitsToDouble(random.nextLong());
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Any 16-bit units: also halves of surrogate pairs, which UTF-8 cannot hold. */
  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(
          switch (random.nextInt(4)) {
            case 0 -> (char) random.nextInt(0x10000);
            case 1 -> 'ä';
            default -> (char) ('a' + random.nextInt(26));
          });
    }
    return text.toString();
  }
}
