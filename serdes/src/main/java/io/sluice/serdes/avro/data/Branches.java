package io.sluice.serdes.avro.data;

import io.sluice.serdes.avro.mapping.Mapping;
import io.sluice.serdes.avro.mapping.Members;
import io.sluice.serdes.avro.mapping.Names;
import io.sluice.serdes.misfit.MisfitException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Which type of Avro's a schema of Connect's can be written as. */
final class Branches {
  private Branches() {}

  /** Whether values of the one can be written as the other, as far as the outermost type goes. */
  static boolean fits(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    return switch (avro.getType()) {
      case INT -> isAny(schema, "INT8", "INT16", "INT32");
      case LONG, FLOAT, DOUBLE -> isNumber(schema, avro);
      case BOOLEAN -> isAny(schema, "BOOLEAN");
      case STRING, ENUM -> isAny(schema, "STRING");
      case BYTES, FIXED -> isAny(schema, "BYTES");
      case ARRAY ->
          isAny(schema, "ARRAY") || isAny(schema, "MAP") && Names.isMapEntry(avro.getElementType());
      case MAP -> isAny(schema, "MAP") && "STRING".equals(keys(schema));
      case RECORD -> isAny(schema, "STRUCT");
      case UNION -> isAny(schema, "STRUCT") && Names.isUnion(schema);
      case NULL -> false;
    };
  }

  private static boolean isNumber(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    return switch (schema.type()) {
      case INT8, INT16, INT32, INT64 -> true;
      case FLOAT32 -> avro.getType() != Schema.Type.LONG;
      case FLOAT64 -> avro.getType() == Schema.Type.DOUBLE;
      case BOOLEAN, STRING, BYTES, ARRAY, MAP, STRUCT -> false;
    };
  }

  /**
   * Whether the one means nothing else than the other, as days since 1970 and milliseconds do. What
   * does not say what it means may mean anything.
   */
  static boolean means(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    String type = avro.getProp("logicalType");
    if (type == null || schema.name() == null) {
      return true;
    }
    return switch (schema.name()) {
      case Date.LOGICAL_NAME -> type.equals("date");
      case Time.LOGICAL_NAME -> type.startsWith("time-");
      case Timestamp.LOGICAL_NAME ->
          type.startsWith("timestamp-") || type.startsWith("local-timestamp-");
      case Decimal.LOGICAL_NAME -> type.equals("decimal");
      default -> true;
    };
  }

  /** The index of the member of a union that values are written as. */
  static int of(org.apache.kafka.connect.data.Schema schema, Schema union) {
    List<Schema> types = union.getTypes();
    int first = -1;
    for (int i = 0; i < types.size(); i++) {
      if (!fits(schema, types.get(i)) || !means(schema, types.get(i))) {
        continue;
      }
      if (isSame(schema, types.get(i))) {
        return i;
      }
      first = first < 0 ? i : first;
    }
    if (first < 0) {
      throw new MisfitException(
          "values of type " + schema.type() + " are none of the union's types");
    }
    return first;
  }

  /** Whether nothing else in a union could be meant. */
  private static boolean isSame(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    return switch (avro.getType()) {
      case RECORD, ENUM, FIXED -> avro.getFullName().equals(schema.name());
      case LONG -> isAny(schema, "INT64");
      case FLOAT -> isAny(schema, "FLOAT32");
      case DOUBLE -> isAny(schema, "FLOAT64");
      case INT, BOOLEAN, STRING, BYTES, ARRAY, MAP, UNION, NULL -> true;
    };
  }

  /** For each field of a struct that stands for a union, the index of its type. */
  static int[] ofUnion(org.apache.kafka.connect.data.Schema schema, Schema union, Mapping mapping) {
    List<Field> fields = schema.fields();
    int[] indexes = new int[fields.size()];
    boolean[] taken = new boolean[union.getTypes().size()];
    for (int i = 0; i < indexes.length; i++) {
      int index = named(fields.get(i), union, mapping, taken);
      index = index < 0 ? next(fields.get(i), union, taken) : index;
      if (index < 0) {
        throw new MisfitException("none of the union's types fits").under(fields.get(i).name());
      }
      indexes[i] = index;
      taken[index] = true;
    }
    return indexes;
  }

  private static int named(Field field, Schema union, Mapping mapping, boolean[] taken) {
    for (int i = 0; i < taken.length; i++) {
      Schema member = union.getTypes().get(i);
      if (!taken[i]
          && fits(field.schema(), member)
          && Members.name(member, i, mapping).equals(field.name())) {
        return i;
      }
    }
    return -1;
  }

  private static int next(Field field, Schema union, boolean[] taken) {
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i] && fits(field.schema(), union.getTypes().get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isAny(org.apache.kafka.connect.data.Schema schema, String... types) {
    for (String type : types) {
      if (schema.type().name().equals(type)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String keys(org.apache.kafka.connect.data.Schema map) {
    return map.keySchema() == null ? null : map.keySchema().type().name();
  }
}
