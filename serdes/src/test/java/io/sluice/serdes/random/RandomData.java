package io.sluice.serdes.random;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Schemas and values of them: every type, with names, versions, documentation, parameters,
 * defaults.
 */
public final class RandomData {
  private static final long DAY = 86_400_000L;

  private final Random random;
  private final boolean plainNames;
  private final @Nullable UnionForm unionForm;
  private int unions;

  public RandomData(long seed) {
    this(seed, false);
  }

  /**
   * @param plainNames whether structs and fields have only names that any format allows
   */
  public RandomData(long seed, boolean plainNames) {
    this(seed, plainNames, null);
  }

  /**
   * @param unionForm of unions, which are among the schemas then
   */
  public RandomData(long seed, boolean plainNames, @Nullable UnionForm unionForm) {
    random = new Random(seed);
    this.plainNames = plainNames;
    this.unionForm = unionForm;
  }

  public Schema schema(int depth) {
    return schema(depth, false);
  }

  private Schema schema(int depth, boolean optional) {
    SchemaBuilder builder = shape(depth);
    if (optional || random.nextInt(3) == 0) {
      builder.optional();
    }
    if (builder.name() == null && random.nextInt(5) == 0) {
      builder.name(plainNames ? "names.n" + random.nextInt(3) : "names." + text());
    }
    if (builder.version() == null && random.nextInt(5) == 0) {
      builder.version(random.nextInt());
    }
    if (random.nextInt(5) == 0) {
      builder.doc(text());
    }
    if (random.nextInt(5) == 0) {
      builder.parameter("p" + random.nextInt(9), text());
    }
    if (random.nextInt(4) == 0 && builder.type().isPrimitive()) {
      Object value = value(builder.build());
      if (value != null) {
        builder.defaultValue(value);
      }
    }
    return builder.build();
  }

  private SchemaBuilder shape(int depth) {
    return switch (random.nextInt(depth == 0 ? 13 : unionForm == null ? 17 : 20)) {
      case 0 -> SchemaBuilder.int8();
      case 1 -> SchemaBuilder.int16();
      case 2 -> SchemaBuilder.int32();
      case 3 -> SchemaBuilder.int64();
      case 4 -> SchemaBuilder.float32();
      case 5 -> SchemaBuilder.float64();
      case 6 -> SchemaBuilder.bool();
      case 7 -> SchemaBuilder.string();
      case 8 -> SchemaBuilder.bytes();
      case 9 -> Decimal.builder(random.nextInt(8) - 2);
      case 10 -> Date.builder();
      case 11 -> Time.builder();
      case 12 -> Timestamp.builder();
      case 13 -> SchemaBuilder.array(schema(depth - 1));
      case 14 -> SchemaBuilder.map(Schema.STRING_SCHEMA, schema(depth - 1));
      case 15 -> SchemaBuilder.map(schema(depth - 1), schema(depth - 1));
      case 17, 18, 19 -> {
        List<Schema> members = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
          members.add(schema(depth - 1, true));
        }
        yield requireNonNull(unionForm).of(members, ++unions);
      }
      default -> {
        SchemaBuilder struct = SchemaBuilder.struct();
        for (int i = random.nextInt(6); i >= 0; i--) {
          struct.field(
              "f" + i + (!plainNames && random.nextInt(9) == 0 ? text() : ""), schema(depth - 1));
        }
        yield struct;
      }
    };
  }

  public @Nullable Object value(Schema schema) {
    return schema.isOptional() && random.nextInt(3) == 0 ? null : present(schema);
  }

  private Object present(Schema schema) {
    if (schema.name() != null) {
      switch (schema.name()) {
        case Decimal.LOGICAL_NAME:
          int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
          return new BigDecimal(new BigInteger(random.nextInt(200), random), scale);
        case Date.LOGICAL_NAME:
          return new java.util.Date(random.nextInt(4_000_000) * DAY - 2_000_000 * DAY);
        case Time.LOGICAL_NAME:
          return new java.util.Date(random.nextInt((int) DAY));
        case Timestamp.LOGICAL_NAME:
          return new java.util.Date(random.nextLong() >> random.nextInt(40));
        default:
      }
    }
    return switch (schema.type()) {
      case INT8 -> (byte) random.nextInt();
      case INT16 -> (short) random.nextInt();
      case INT32 -> random.nextInt() >> random.nextInt(31);
      case INT64 -> random.nextLong() >> random.nextInt(63);
      case FLOAT32 -> odd(Float.intBitsToFloat(random.nextInt()));
      case FLOAT64 -> odd(Double.longBitsToDouble(random.nextLong()));
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text();
      case BYTES -> bytes();
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
        if (unionForm != null && unionForm.isUnion(schema)) {
          Field chosen = schema.fields().get(random.nextInt(schema.fields().size()));
          yield struct.put(chosen, present(chosen.schema()));
        }
        for (Field field : schema.fields()) {
          struct.put(field, value(field.schema()));
        }
        yield struct;
      }
    };
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Now and then one of those that are unlike the others. */
  private float odd(float number) {
    float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f};
    return random.nextInt(4) == 0 || Float.isNaN(number) ? odd[random.nextInt(5)] : number;
  }

  private double odd(double number) {
    double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0d, -0d};
    return random.nextInt(4) == 0 || Double.isNaN(number) ? odd[random.nextInt(5)] : number;
  }

  private String text() {
    String[] parts = {"a", "\"", "\\", "\n", "ž", "馬", "🐎", "\u0000", " ", "</", "\u2028", "x"};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }
}
