package io.sluice.serdes.avro.data;

import io.sluice.serdes.avro.mapping.Anything;
import io.sluice.serdes.avro.mapping.Names;
import io.sluice.serdes.misfit.MisfitException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Makes what reads the values that were written with a schema of Avro's, into the schema of
 * Connect's that it is. Of one thread, and one pair of schemas.
 */
public final class Decoders {
  /** So many elements have room at once, whatever the bytes say. */
  private static final int ROOM = 1024;

  private final Map<Pair, StructDecoder> structs = new HashMap<>();

  private Decoders() {}

  /**
   * For values of that schema.
   *
   * @param schema what {@link io.sluice.serdes.avro.mapping.ToConnect} makes of the other one
   */
  public static ValueDecoder of(
      org.apache.kafka.connect.data.@Nullable Schema schema, Schema avro) {
    // By itself, a value of bytes lies in a topic as it is, without its length.
    return schema != null && avro.getType() == Schema.Type.BYTES
        ? Primitives.plainDecoder(schema)
        : new Decoders().decoder(schema, avro);
  }

  private ValueDecoder decoder(org.apache.kafka.connect.data.@Nullable Schema schema, Schema avro) {
    if (schema == null || Anything.is(avro)) {
      return AnythingForm::decode;
    }
    return switch (avro.getType()) {
      case UNION -> union(schema, avro);
      case ARRAY ->
          Names.isMapEntry(avro.getElementType())
              ? entries(schema, avro.getElementType())
              : array(decoder(schema.valueSchema(), avro.getElementType()));
      case MAP -> map(decoder(schema.valueSchema(), avro.getValueType()));
      case RECORD -> record(schema, avro);
      case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTES, FIXED, ENUM, NULL ->
          Primitives.decoder(schema, avro);
    };
  }

  private ValueDecoder record(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    Pair pair = new Pair(schema, avro);
    StructDecoder known = structs.get(pair);
    if (known != null) {
      return known;
    }
    StructDecoder made = new StructDecoder(schema);
    structs.put(pair, made); // Before its fields, which may be of this very type.
    ValueDecoder[] values = new ValueDecoder[avro.getFields().size()];
    for (Schema.Field each : avro.getFields()) {
      values[each.pos()] = decoder(schema.fields().get(each.pos()).schema(), each.schema());
    }
    made.complete(values);
    return made;
  }

  private ValueDecoder union(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    List<Schema> types = avro.getTypes();
    if (!Names.isUnion(schema)) {
      return optional(schema, types);
    }
    List<@Nullable Field> fields = new ArrayList<>();
    List<ValueDecoder> members = new ArrayList<>();
    int next = 0;
    for (Schema type : types) {
      boolean none = type.getType() == Schema.Type.NULL;
      Field field = none ? null : schema.fields().get(next++);
      fields.add(field);
      members.add(field == null ? from -> null : decoder(field.schema(), type));
    }
    return from -> {
      int index = from.index(members.size());
      Object value = members.get(index).decode(from);
      Field field = fields.get(index);
      return field == null ? null : new Struct(schema).put(field, value);
    };
  }

  /** A union of one type, and perhaps null. */
  private ValueDecoder optional(org.apache.kafka.connect.data.Schema schema, List<Schema> types) {
    int there = types.get(0).getType() == Schema.Type.NULL ? 1 : 0;
    int size = types.size();
    ValueDecoder present = decoder(schema, types.get(there));
    return from -> from.index(size) == there ? present.decode(from) : null;
  }

  private static ValueDecoder array(ValueDecoder elements) {
    return from -> {
      int count = from.block();
      List<@Nullable Object> list = new ArrayList<>(Math.min(count, ROOM));
      for (; count > 0; count = from.block()) {
        for (int i = 0; i < count; i++) {
          try {
            list.add(elements.decode(from));
          } catch (MisfitException e) {
            throw e.under(list.size());
          }
        }
      }
      return list;
    };
  }

  private static ValueDecoder map(ValueDecoder values) {
    return from -> {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      for (int count = from.block(); count > 0; count = from.block()) {
        for (int i = 0; i < count; i++) {
          map.put(from.text(), inMap(values, from));
        }
      }
      return map;
    };
  }

  private ValueDecoder entries(org.apache.kafka.connect.data.Schema schema, Schema entry) {
    // In the order in which the record has them.
    Schema.Field first = entry.getFields().get(0);
    boolean keyFirst = first.name().equals(Names.KEY);
    ValueDecoder keys = decoder(schema.keySchema(), entry.getField(Names.KEY).schema());
    ValueDecoder values = decoder(schema.valueSchema(), entry.getField(Names.VALUE).schema());
    return from -> {
      Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
      for (int count = from.block(); count > 0; count = from.block()) {
        for (int i = 0; i < count; i++) {
          Object one = inMap(keyFirst ? keys : values, from);
          Object other = inMap(keyFirst ? values : keys, from);
          map.put(keyFirst ? one : other, keyFirst ? other : one);
        }
      }
      return map;
    };
  }

  private static @Nullable Object inMap(ValueDecoder decoder, AvroInput from) {
    try {
      return decoder.decode(from);
    } catch (MisfitException e) {
      throw e.under("*"); // A key may be as secret as a value.
    }
  }
}
