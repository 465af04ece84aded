package io.sluice.engine.tap;

import io.sluice.engine.deadletter.DateText;
import io.sluice.engine.tap.Node.Branch;
import io.sluice.engine.tap.Node.Child;
import io.sluice.engine.tap.Node.Kind;
import io.sluice.engine.tap.Node.Leaf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Copies values to look at, within bounds: what is copied shares nothing with the record, which the
 * next transform may change in place. Calls nothing of plugins' own classes. For one record and one
 * thread.
 */
final class NodeCopy {
  /** Of one text. */
  private static final int LONGEST_TEXT = 2_000;

  private static final int LONGEST_NAME = 200;
  private static final int MOST_BYTES = 96;
  private static final int MOST_CHILDREN = 500;
  private static final int DEEPEST = 20;
  private static final int PLAIN_DIGITS = 1_000;

  private final UnaryOperator<String> redact;
  private long room;
  private boolean whole = true;

  /**
   * @param room for how many bytes, about
   * @param redact takes secrets out of a text (invariant 9)
   */
  NodeCopy(long room, UnaryOperator<String> redact) {
    this.room = room;
    this.redact = redact;
  }

  /** Whether no value was left out so far. */
  boolean isWhole() {
    return whole;
  }

  /** A copy of a value; its schema may be null. */
  Node of(@Nullable Schema schema, @Nullable Object value) {
    return copy(schema, value, 0);
  }

  private Node copy(@Nullable Schema schema, @Nullable Object value, int depth) {
    if (room <= 0 || depth > DEEPEST) {
      whole = false;
      return Leaf.leftOut(type(schema, value));
    }
    if (value instanceof Struct struct) {
      return struct(struct, depth);
    }
    if (value instanceof Map<?, ?> map) {
      return map(schema, map, depth);
    }
    if (value instanceof Collection<?> list) {
      return list(schema, list, depth);
    }
    Leaf leaf = leaf(schema, value);
    room -= leaf.weight();
    return leaf;
  }

  private Branch struct(Struct struct, int depth) {
    List<Child> children = new ArrayList<>();
    List<Field> fields = struct.schema().fields();
    for (Field field : fields) {
      if (!hasRoomFor(children)) {
        break;
      }
      // get() would put the default in the place of a null.
      Object value = struct.getWithoutDefault(field.name());
      children.add(child(field.name(), copy(field.schema(), value, depth + 1)));
    }
    return branch(type(struct.schema(), struct), false, children, fields.size());
  }

  private Branch map(@Nullable Schema schema, Map<?, ?> map, int depth) {
    Schema values =
        schema != null && schema.type() == Schema.Type.MAP ? schema.valueSchema() : null;
    List<Child> children = new ArrayList<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!hasRoomFor(children)) {
        break;
      }
      children.add(child(name(entry.getKey()), copy(values, entry.getValue(), depth + 1)));
    }
    return branch(type(schema, map), false, children, map.size());
  }

  private Branch list(@Nullable Schema schema, Collection<?> list, int depth) {
    Schema items =
        schema != null && schema.type() == Schema.Type.ARRAY ? schema.valueSchema() : null;
    List<Child> children = new ArrayList<>();
    for (Object item : list) {
      if (!hasRoomFor(children)) {
        break;
      }
      children.add(child(Integer.toString(children.size()), copy(items, item, depth + 1)));
    }
    return branch(type(schema, list), true, children, list.size());
  }

  private boolean hasRoomFor(List<Child> children) {
    return room > 0 && children.size() < MOST_CHILDREN;
  }

  private Child child(String name, Node node) {
    room -= 48 + 2L * name.length();
    return new Child(name, node);
  }

  private Branch branch(String type, boolean list, List<Child> children, int all) {
    whole &= children.size() == all;
    room -= 48;
    return new Branch(type, list, children, Math.max(0, all - children.size()));
  }

  private String name(@Nullable Object key) {
    if (key instanceof String || key instanceof Number || key instanceof Boolean) {
      String name = redact.apply(begin(key.toString(), LONGEST_TEXT));
      return begin(name, LONGEST_NAME);
    }
    return key == null ? "null" : type(null, key);
  }

  private Leaf leaf(@Nullable Schema schema, @Nullable Object value) {
    String type = type(schema, value);
    if (value == null) {
      return Leaf.nothing(type);
    } else if (value instanceof String text) {
      return text(type, text);
    } else if (value instanceof BigDecimal decimal) {
      boolean plain = Math.abs((long) decimal.scale()) <= PLAIN_DIGITS;
      return number(type, plain ? decimal.toPlainString() : decimal.toString());
    } else if (isNumber(value)) {
      return number(type, value.toString());
    } else if (value instanceof Boolean truth) {
      return Leaf.of(type, Kind.BOOLEAN, truth.toString());
    } else if (value instanceof byte[] bytes) {
      return bytes(type, ByteBuffer.wrap(bytes));
    } else if (value instanceof ByteBuffer buffer) {
      return bytes(type, buffer.duplicate());
    } else if (value instanceof Date date) {
      return Leaf.of(type, Kind.MOMENT, DateText.of(schema, date));
    }
    // What a class of a plugin's would say of itself is nothing to wait for.
    return Leaf.of(type, Kind.TEXT, "a " + begin(value.getClass().getName(), LONGEST_NAME));
  }

  private static boolean isNumber(Object value) {
    return value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte
        || value instanceof Double
        || value instanceof Float
        || value instanceof BigInteger;
  }

  /** Redacted before it is cut, so that no secret shows half of itself at the end. */
  private Leaf text(String type, String text) {
    String shown = redact.apply(begin(text, 4 * LONGEST_TEXT));
    boolean cut = text.length() > LONGEST_TEXT;
    return new Leaf(
        type,
        Kind.TEXT,
        cut ? begin(shown, LONGEST_TEXT) : shown,
        text.length(),
        cut,
        false,
        text.hashCode());
  }

  private static Leaf number(String type, String digits) {
    boolean cut = digits.length() > LONGEST_TEXT;
    return new Leaf(
        type,
        Kind.NUMBER,
        begin(digits, LONGEST_TEXT),
        digits.length(),
        cut,
        false,
        digits.hashCode());
  }

  private static Leaf bytes(String type, ByteBuffer bytes) {
    int all = bytes.remaining();
    int hash = bytes.hashCode();
    byte[] begin = new byte[Math.min(MOST_BYTES, all)];
    bytes.get(begin);
    return new Leaf(
        type,
        Kind.BYTES,
        Base64.getEncoder().encodeToString(begin),
        all,
        begin.length < all,
        false,
        31 * hash + Arrays.hashCode(begin));
  }

  private static String type(@Nullable Schema schema, @Nullable Object value) {
    if (schema != null) {
      String name = schema.name();
      return name == null ? schema.type().getName() : begin(name, LONGEST_NAME);
    }
    if (value instanceof Struct struct) {
      return type(struct.schema(), null);
    }
    Schema.Type type =
        value == null
            ? null
            : value instanceof ByteBuffer
                ? Schema.Type.BYTES
                : value instanceof Collection
                    ? Schema.Type.ARRAY
                    : value instanceof Map
                        ? Schema.Type.MAP
                        : org.apache.kafka.connect.data.ConnectSchema.schemaType(value.getClass());
    return type == null ? "" : type.getName();
  }

  private static String begin(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splits ? length - 1 : length);
  }
}
