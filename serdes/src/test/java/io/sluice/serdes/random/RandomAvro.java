package io.sluice.serdes.random;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Avro's schemas with all that Connect has no word for (unions of several types, enums, fixed), and
 * values of them as Connect has them.
 */
public final class RandomAvro {
  private final Random random;
  private final boolean nullFirst;
  private int names;

  /**
   * @param nullFirst whether a null is only the first type of a union
   */
  public RandomAvro(long seed, boolean nullFirst) {
    random = new Random(seed);
    this.nullFirst = nullFirst;
  }

  /** A schema that is no null by itself. */
  public Schema schema(int depth) {
    return switch (random.nextInt(depth == 0 ? 8 : 12)) {
      case 0 -> Schema.create(Schema.Type.INT);
      case 1 -> Schema.create(Schema.Type.LONG);
      case 2 -> Schema.create(Schema.Type.FLOAT);
      case 3 -> Schema.create(Schema.Type.DOUBLE);
      case 4 -> Schema.create(Schema.Type.STRING);
      case 5 -> Schema.create(Schema.Type.BYTES);
      case 6 -> Schema.createEnum("E" + names++, null, "n", List.of("A", "B", "C"));
      case 7 -> Schema.createFixed("F" + names++, null, "n", random.nextInt(5));
      case 8 -> Schema.createArray(schema(depth - 1));
      case 9 -> Schema.createMap(schema(depth - 1));
      case 10 -> union(depth);
      default -> {
        String name = "R" + names++;
        List<Schema.Field> fields = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
          fields.add(new Schema.Field("f" + i, schema(depth - 1)));
        }
        yield Schema.createRecord(name, null, "n", false, fields);
      }
    };
  }

  /** Several types, in any order: of the unnamed ones each once, of the named ones any number. */
  public Schema union(int depth) {
    Map<String, Schema> members = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i >= 0 || members.size() < 2; i--) {
      Schema member = random.nextInt(4) == 0 ? Schema.create(Schema.Type.NULL) : schema(depth - 1);
      if (!member.isUnion()) {
        members.put(member.getFullName(), member);
      }
    }
    List<Schema> types = new ArrayList<>(members.values());
    Collections.shuffle(types, random);
    if (nullFirst) {
      types.sort(Comparator.comparing(each -> each.getType() != Schema.Type.NULL));
    }
    return Schema.createUnion(types);
  }

  /**
   * A value.
   *
   * @param connect what that schema is in Connect
   */
  public @Nullable Object value(Schema avro, org.apache.kafka.connect.data.Schema connect) {
    return switch (avro.getType()) {
      case INT -> random.nextInt();
      case LONG -> random.nextLong();
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case BOOLEAN -> random.nextBoolean();
      case STRING -> "text" + random.nextInt(9);
      case BYTES -> bytes(random.nextInt(5));
      case FIXED -> bytes(avro.getFixedSize());
      case ENUM -> avro.getEnumSymbols().get(random.nextInt(avro.getEnumSymbols().size()));
      case NULL -> null;
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          list.add(value(avro.getElementType(), connect.valueSchema()));
        }
        yield list;
      }
      case MAP -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          map.put("k" + i, value(avro.getValueType(), connect.valueSchema()));
        }
        yield map;
      }
      case RECORD -> {
        Struct struct = new Struct(connect);
        for (Schema.Field field : avro.getFields()) {
          struct.put(field.name(), value(field.schema(), connect.field(field.name()).schema()));
        }
        yield struct;
      }
      case UNION -> member(avro, connect);
    };
  }

  private @Nullable Object member(Schema union, org.apache.kafka.connect.data.Schema connect) {
    List<Schema> types = union.getTypes();
    List<Schema> there = types.stream().filter(each -> each.getType() != Schema.Type.NULL).toList();
    if (there.size() < types.size() && random.nextInt(3) == 0) {
      return null;
    }
    int index = random.nextInt(there.size());
    if (there.size() == 1) {
      return value(there.get(0), connect);
    }
    Field field = connect.fields().get(index);
    return new Struct(connect).put(field, value(there.get(index), field.schema()));
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
