package io.sluice.engine.deadletter.edit;

import io.sluice.engine.deadletter.RecordCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an edited value by its schema. What says the same as before is the same object as before:
 * JSON cannot say all that a record can hold, so only what was changed is read from it.
 */
final class ValueReader {
  private ValueReader() {}

  /**
   * What is known of a place in the record before it was edited.
   *
   * @param value that was there
   * @param said how the JSON had it; null if nothing was there
   */
  record Before(@Nullable Object value, @Nullable Located said) {
    static final Before NOTHING = new Before(null, null);

    private Before member(@Nullable Object inside, String name) {
      return said instanceof Located.Members members
          ? new Before(inside, members.byName().get(name))
          : NOTHING;
    }

    private Before element(int number) {
      return said instanceof Located.Elements elements
              && value instanceof List<?> list
              && number < list.size()
          ? new Before(list.get(number), elements.all().get(number))
          : NOTHING;
    }
  }

  /**
   * The value.
   *
   * @param schema null if it has none
   * @throws RecordTextException if it does not fit
   */
  static @Nullable Object read(@Nullable Schema schema, Before before, Located now, String path) {
    if (before.said() != null && now.says(before.said())) {
      return before.value();
    }
    Schema own =
        schema == null && before.value() instanceof Struct struct ? struct.schema() : schema;
    if (own == null) {
      return free(before, now, path);
    }
    if (now instanceof Located.Leaf leaf && leaf.value() == null) {
      if (own.isOptional()) {
        return null;
      }
      throw new RecordTextException(path, now, "expected " + name(own) + " but found null");
    }
    return switch (own.type()) {
      case STRUCT -> struct(own, before, members(now, path), path);
      case MAP -> map(own, before, members(now, path), path);
      case ARRAY -> list(own.valueSchema(), before, elements(now, path), path);
      case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES -> {
        if (now instanceof Located.Leaf leaf) {
          yield Scalars.of(own, leaf, path);
        }
        throw new RecordTextException(
            path, now, "expected " + name(own) + " but found " + now.kind());
      }
    };
  }

  private static String name(Schema schema) {
    return switch (schema.type()) {
      case STRUCT, MAP -> "an object";
      case ARRAY -> "an array";
      default -> "a value of type " + schema.type().getName();
    };
  }

  private static Located.Members members(Located now, String path) {
    if (now instanceof Located.Members members) {
      return members;
    }
    throw new RecordTextException(path, now, "expected an object but found " + now.kind());
  }

  private static Located.Elements elements(Located now, String path) {
    if (now instanceof Located.Elements elements) {
      return elements;
    }
    throw new RecordTextException(path, now, "expected an array but found " + now.kind());
  }

  private static Struct struct(Schema schema, Before before, Located.Members now, String path) {
    now.byName()
        .forEach(
            (name, member) -> {
              if (schema.field(name) == null) {
                throw new RecordTextException(
                    path + "." + name,
                    member,
                    "expected one of the schema's fields ("
                        + schema.fields().stream()
                            .map(Field::name)
                            .collect(Collectors.joining(", "))
                        + ") but found another");
              }
            });
    Struct old = before.value() instanceof Struct struct ? struct : null;
    Struct struct = new Struct(schema);
    for (Field field : schema.fields()) {
      String inner = path + "." + field.name();
      Located member = now.byName().get(field.name());
      boolean mayMiss = field.schema().isOptional() || field.schema().defaultValue() != null;
      if (member == null || member instanceof Located.Leaf leaf && leaf.value() == null) {
        if (mayMiss) {
          continue;
        }
        throw new RecordTextException(
            inner,
            member == null ? now : member,
            "expected "
                + name(field.schema())
                + " but found "
                + (member == null ? "no such field" : "null"));
      }
      Object was = old == null ? null : inside(old, field);
      Object value = read(field.schema(), before.member(was, field.name()), member, inner);
      try {
        struct.put(field, value);
      } catch (DataException unfit) {
        throw new RecordTextException(inner, member, "expected a value that fits the schema");
      }
    }
    return struct;
  }

  /** Null also where the record has another schema than it should. */
  private static @Nullable Object inside(Struct struct, Field field) {
    return struct.schema().field(field.name()) == null
        ? null
        : struct.getWithoutDefault(field.name());
  }

  private static Map<@Nullable Object, @Nullable Object> map(
      Schema schema, Before before, Located.Members now, String path) {
    Map<String, Object> keys = keys(before);
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    now.byName()
        .forEach(
            (name, member) -> {
              String inner = path + "." + name;
              if (!keys.containsKey(name) && schema.keySchema().type() != Schema.Type.STRING) {
                throw new RecordTextException(
                    inner, member, "expected a key that the map had: its keys are no texts");
              }
              Object key = keys.getOrDefault(name, name);
              map.put(
                  key,
                  read(schema.valueSchema(), before.member(in(before, key), name), member, inner));
            });
    return map;
  }

  /** The keys that were there, by the names that the JSON has for them. */
  private static Map<String, Object> keys(Before before) {
    Map<String, Object> keys = new LinkedHashMap<>();
    if (before.value() instanceof Map<?, ?> map) {
      for (Object key : map.keySet()) {
        keys.put(RecordCodec.keyName(key), key);
      }
    }
    return keys;
  }

  private static @Nullable Object in(Before before, @Nullable Object key) {
    return before.value() instanceof Map<?, ?> map ? map.get(key) : null;
  }

  private static List<@Nullable Object> list(
      @Nullable Schema element, Before before, Located.Elements now, String path) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < now.all().size(); i++) {
      list.add(read(element, before.element(i), now.all().get(i), path + "[" + i + "]"));
    }
    return list;
  }

  /** Without a schema anything goes. */
  private static @Nullable Object free(Before before, Located now, String path) {
    if (now instanceof Located.Elements elements) {
      return list(null, before, elements, path);
    }
    if (now instanceof Located.Members members) {
      Map<String, Object> keys = keys(before);
      Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
      members
          .byName()
          .forEach(
              (name, member) -> {
                Object key = keys.getOrDefault(name, name);
                Object value =
                    read(null, before.member(in(before, key), name), member, path + "." + name);
                map.put(key, value);
              });
      return map;
    }
    return Scalars.like(before.value(), (Located.Leaf) now, path);
  }
}
