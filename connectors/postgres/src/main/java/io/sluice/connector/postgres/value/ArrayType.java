package io.sluice.connector.postgres.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of one dimension: Connect's array schema cannot say how many dimensions a value has, so a
 * value of more is refused.
 */
final class ArrayType {

  private final Decoder binaryElement;
  private final Decoder textElement;
  private final boolean nullable;
  private final char delimiter;

  private ArrayType(Decoder binary, Decoder text, boolean nullable, char delimiter) {
    this.binaryElement = binary;
    this.textElement = text;
    this.nullable = nullable;
    this.delimiter = delimiter;
  }

  /**
   * @param nullable whether the schema says that elements may be null
   * @param delimiter stands between elements in the text form
   */
  static ValueType of(
      ValueType element, boolean nullable, char delimiter, Placeholder unavailable) {
    SchemaBuilder builder = element.schema().get();
    Schema schema = nullable ? builder.optional().build() : builder.build();
    Values values = element.values().apply(schema);
    Decoder binary = values.binary();
    ArrayType type =
        new ArrayType(
            binary == null ? values.text() : binary, values.text(), schema.isOptional(), delimiter);
    return ValueType.of(
        () -> SchemaBuilder.array(schema),
        new Values(
            binary == null ? null : type::binary, type::text, List.of(), unavailable.list(schema)));
  }

  /** int2vector and oidvector: arrays in binary form, numbers between blanks in text form. */
  static ValueType vector(ValueType element) {
    Schema schema = element.schema().get().build();
    Values values = element.values().apply(schema);
    ArrayType type =
        new ArrayType(Objects.requireNonNull(values.binary()), values.text(), false, ' ');
    return ValueType.of(
        () -> SchemaBuilder.array(schema),
        new Values(type::binary, (b, o, l) -> type.elements(b, o, o + l), List.of(), null));
  }

  /**
   * Dimensions, whether there are nulls, the element's type; of each dimension its size and lower
   * bound; of each element its length and bytes.
   */
  private Object binary(byte[] bytes, int offset, int length) {
    Binary.require(length, 12);
    int dimensions = Binary.int32(bytes, offset);
    if (dimensions == 0) {
      Binary.expect(length, 12);
      return List.of();
    }
    if (dimensions != 1) {
      throw dimensions(dimensions);
    }
    Binary.require(length, 20);
    int count = Binary.int32(bytes, offset + 12);
    int end = offset + length;
    int at = offset + 20;
    Binary.require((end - at) / 4, count);
    List<@Nullable Object> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Binary.require(end - at, 4);
      int size = Binary.int32(bytes, at);
      at += 4;
      if (size == -1) {
        values.add(nothing());
      } else {
        Binary.require(end - at, size);
        values.add(binaryElement.decode(bytes, at, size));
        at += size;
      }
    }
    Binary.expect(at - offset, length);
    return values;
  }

  private static DataException dimensions(int dimensions) {
    return new DataException(
        "array value has "
            + dimensions
            + " dimensions, expected one. Leave the column out by column.exclude.list");
  }

  private @Nullable Object nothing() {
    if (!nullable) {
      throw new DataException(
          "array has a NULL element, for which the schema of its elements has no place. Leave the"
              + " column out by column.exclude.list");
    }
    return null;
  }

  /** {@code {a,"b \" c",NULL}}, before which bounds can stand as in {@code [0:1]={a,b}}. */
  private Object text(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    if (length > 0 && bytes[at] == '[') {
      while (at < end && bytes[at] != '=') {
        at++;
      }
      at++;
    }
    if (end - at < 2 || bytes[at] != '{' || bytes[end - 1] != '}') {
      throw new DataException("expected an array's text in braces");
    }
    int dimensions = 1;
    while (at + dimensions < end && bytes[at + dimensions] == '{') {
      dimensions++;
    }
    if (dimensions > 1) {
      throw dimensions(dimensions);
    }
    return elements(bytes, at + 1, end - 1);
  }

  private List<@Nullable Object> elements(byte[] bytes, int from, int end) {
    List<@Nullable Object> values = new ArrayList<>();
    byte[] element = new byte[end - from];
    int at = from;
    while (at < end) {
      int size = 0;
      boolean quoted = bytes[at] == '"';
      if (quoted) {
        at++;
      }
      while (at < end && bytes[at] != (quoted ? '"' : delimiter)) {
        if (bytes[at] == '\\' && at + 1 < end) {
          at++;
        }
        element[size++] = bytes[at++];
      }
      if (quoted) {
        if (at == end || (at + 1 < end && bytes[at + 1] != delimiter)) {
          throw new DataException("an array's quoted element does not end");
        }
        at++;
      }
      boolean isNull =
          !quoted && size == 4 && Binary.text(element, 0, 4).equals("NULL") && delimiter != ' ';
      values.add(isNull ? nothing() : textElement.decode(element, 0, size));
      at++;
    }
    return values;
  }
}
