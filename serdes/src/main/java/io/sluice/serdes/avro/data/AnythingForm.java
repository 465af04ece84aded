package io.sluice.serdes.avro.data;

import io.sluice.serdes.misfit.MisfitException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values without a schema, as records of {@link io.sluice.serdes.avro.mapping.Anything}: nine
 * optional fields, of which the one of the value's class is there.
 */
final class AnythingForm {
  private static final int BOOLEAN = 0;
  private static final int BYTES = 1;
  private static final int DOUBLE = 2;
  private static final int FLOAT = 3;
  private static final int INT = 4;
  private static final int LONG = 5;
  private static final int STRING = 6;
  private static final int ARRAY = 7;
  private static final int MAP = 8;
  private static final int FIELDS = 9;

  private AnythingForm() {}

  static void encode(@Nullable Object value, AvroOutput to) {
    int field = value == null ? FIELDS : field(value);
    for (int i = 0; i < FIELDS; i++) {
      to.number(i == field ? 1 : 0);
      if (i == field && value != null) {
        content(field, value, to);
      }
    }
  }

  private static int field(Object value) {
    if (value instanceof Boolean) {
      return BOOLEAN;
    }
    if (value instanceof byte[] || value instanceof ByteBuffer) {
      return BYTES;
    }
    if (value instanceof Double) {
      return DOUBLE;
    }
    if (value instanceof Float) {
      return FLOAT;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return INT;
    }
    if (value instanceof Long) {
      return LONG;
    }
    if (value instanceof CharSequence) {
      return STRING;
    }
    if (value instanceof Collection) {
      return ARRAY;
    }
    if (value instanceof Map) {
      return MAP;
    }
    throw new MisfitException(
        "expected a type of Connect's in a value without a schema, found " + value.getClass());
  }

  private static void content(int field, Object value, AvroOutput to) {
    switch (field) {
      case BOOLEAN -> to.truth((Boolean) value);
      case BYTES -> {
        if (value instanceof byte[] bytes) {
          to.bytes(bytes);
        } else {
          to.bytes((ByteBuffer) value);
        }
      }
      case DOUBLE -> to.number(((Double) value).doubleValue());
      case FLOAT -> to.number(((Float) value).floatValue());
      case INT, LONG -> to.number(((Number) value).longValue());
      case STRING -> to.text(value.toString());
      case ARRAY -> {
        Collection<?> all = (Collection<?>) value;
        count(all.size(), to);
        all.forEach(each -> encode(each, to));
        to.number(0);
      }
      default -> {
        Map<?, ?> map = (Map<?, ?>) value;
        count(map.size(), to);
        map.forEach(
            (key, each) -> {
              encode(key, to);
              encode(each, to);
            });
        to.number(0);
      }
    }
  }

  private static void count(int size, AvroOutput to) {
    if (size > 0) {
      to.number(size);
    }
  }

  static @Nullable Object decode(AvroInput from) {
    from.enter();
    Object value = null;
    for (int i = 0; i < FIELDS; i++) {
      if (from.index(2) == 1) {
        value = content(i, from);
      }
    }
    from.leave();
    return value;
  }

  private static Object content(int field, AvroInput from) {
    return switch (field) {
      case BOOLEAN -> from.truth();
      case BYTES -> from.bytes();
      case DOUBLE -> from.float64();
      case FLOAT -> from.float32();
      case INT -> from.int32();
      case LONG -> from.int64();
      case STRING -> from.text();
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int count = from.block(); count > 0; count = from.block()) {
          for (int i = 0; i < count; i++) {
            list.add(decode(from));
          }
        }
        yield list;
      }
      default -> {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int count = from.block(); count > 0; count = from.block()) {
          for (int i = 0; i < count; i++) {
            map.put(decode(from), decode(from));
          }
        }
        yield map;
      }
    };
  }
}
