package io.sluice.serdes.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.sluice.serdes.misfit.MisfitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Schema;

/**
 * A scalar of Protobuf's, or an enum, that holds values of one of Connect's types: without a tag.
 * Thread-safe.
 *
 * @param zero what it is where it is not there
 */
record Scalar(Writer writer, Reader reader, Object zero) {
  @FunctionalInterface
  interface Writer {
    void write(Object value, ReverseBytes out);
  }

  @FunctionalInterface
  interface Reader {
    Object read(CodedInputStream in) throws IOException;
  }

  void write(Object value, ReverseBytes out) {
    writer.write(value, out);
  }

  Object read(CodedInputStream in) throws IOException {
    return reader.read(in);
  }

  /** Whether a value is the one that is not written where nothing tells that it is there. */
  boolean isZero(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.length == 0;
    }
    if (value instanceof ByteBuffer bytes) {
      return !bytes.hasRemaining();
    }
    return zero.equals(value); // Minus zero is another one.
  }

  /**
   * What holds values of that schema in that field, whether it is repeated or not.
   *
   * @throws MisfitException if it cannot
   */
  static Scalar of(Schema schema, FieldDescriptor field) {
    return switch (field.getType()) {
      case INT32 -> whole(schema, 32, (value, out) -> out.varint(value), in -> in.readInt32());
      case SINT32 ->
          whole(
              schema,
              32,
              (value, out) -> out.varint(((value << 1) ^ (value >> 31)) & 0xffff_ffffL),
              in -> in.readSInt32());
      case SFIXED32 ->
          whole(schema, 32, (value, out) -> out.fixed32((int) value), in -> in.readSFixed32());
      case UINT32 ->
          whole(
              schema, -32, (value, out) -> out.varint(value), in -> in.readUInt32() & 0xffff_ffffL);
      case FIXED32 ->
          whole(
              schema,
              -32,
              (value, out) -> out.fixed32((int) value),
              in -> in.readFixed32() & 0xffff_ffffL);
      case INT64 -> whole(schema, 64, (value, out) -> out.varint(value), in -> in.readInt64());
      case UINT64 -> whole(schema, 64, (value, out) -> out.varint(value), in -> in.readUInt64());
      case SINT64 ->
          whole(
              schema,
              64,
              (value, out) -> out.varint((value << 1) ^ (value >> 63)),
              in -> in.readSInt64());
      case FIXED64 -> whole(schema, 64, (value, out) -> out.fixed64(value), in -> in.readFixed64());
      case SFIXED64 ->
          whole(schema, 64, (value, out) -> out.fixed64(value), in -> in.readSFixed64());
      case FLOAT ->
          of(
              schema,
              Schema.Type.FLOAT32,
              (value, out) -> out.fixed32(Float.floatToRawIntBits((Float) value)),
              CodedInputStream::readFloat,
              0f);
      case DOUBLE ->
          of(
              schema,
              Schema.Type.FLOAT64,
              (value, out) -> out.fixed64(Double.doubleToRawLongBits((Double) value)),
              CodedInputStream::readDouble,
              0d);
      case BOOL ->
          of(
              schema,
              Schema.Type.BOOLEAN,
              (value, out) -> out.varint((Boolean) value ? 1 : 0),
              CodedInputStream::readBool,
              false);
      case STRING ->
          of(
              schema,
              Schema.Type.STRING,
              (value, out) -> out.text((String) value),
              CodedInputStream::readStringRequireUtf8,
              "");
      case BYTES ->
          of(schema, Schema.Type.BYTES, Scalar::bytes, in -> in.readByteArray(), new byte[0]);
      case ENUM -> enumeration(schema, field.getEnumType());
      case MESSAGE, GROUP -> throw unfit(schema, field.getType().name());
    };
  }

  private static Scalar of(
      Schema schema, Schema.Type type, Writer writer, Reader reader, Object zero) {
    if (schema.type() != type) {
      throw unfit(schema, type.getName());
    }
    return new Scalar(writer, reader, zero);
  }

  private static void bytes(Object value, ReverseBytes out) {
    byte[] bytes;
    if (value instanceof byte[] array) {
      bytes = array;
    } else {
      ByteBuffer buffer = ((ByteBuffer) value).duplicate();
      bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
    }
    out.raw(bytes);
    out.varint(bytes.length);
  }

  @FunctionalInterface
  private interface LongWriter {
    void write(long value, ReverseBytes out);
  }

  @FunctionalInterface
  private interface LongReader {
    long read(CodedInputStream in) throws IOException;
  }

  /**
   * @param bits of the type; below zero if it has no sign
   */
  private static Scalar whole(Schema schema, int bits, LongWriter writer, LongReader reader) {
    long least = bits == 64 ? Long.MIN_VALUE : bits == 32 ? Integer.MIN_VALUE : 0;
    long most = bits == 64 ? Long.MAX_VALUE : bits == 32 ? Integer.MAX_VALUE : 0xffff_ffffL;
    Writer checked =
        (value, out) -> {
          long number = ((Number) value).longValue();
          if (number < least || number > most) {
            throw beyond(least, most);
          }
          writer.write(number, out);
        };
    return switch (schema.type()) {
      case INT8 ->
          new Scalar(
              checked,
              in -> (byte) within(reader.read(in), Byte.MIN_VALUE, Byte.MAX_VALUE),
              (byte) 0);
      case INT16 ->
          new Scalar(
              checked,
              in -> (short) within(reader.read(in), Short.MIN_VALUE, Short.MAX_VALUE),
              (short) 0);
      case INT32 ->
          new Scalar(
              checked,
              in -> (int) within(reader.read(in), Integer.MIN_VALUE, Integer.MAX_VALUE),
              0);
      case INT64 -> new Scalar(checked, in -> reader.read(in), 0L);
      default -> throw unfit(schema, "a whole number");
    };
  }

  private static long within(long value, long least, long most) {
    if (value < least || value > most) {
      throw beyond(least, most);
    }
    return value;
  }

  private static MisfitException beyond(long least, long most) {
    return new MisfitException(
        "expected a whole number from " + least + " to " + most + ", found one beyond");
  }

  private static Scalar enumeration(Schema schema, EnumDescriptor type) {
    if (schema.type() == Schema.Type.INT32) {
      return new Scalar((value, out) -> out.varint((Integer) value), in -> in.readEnum(), 0);
    }
    if (schema.type() != Schema.Type.STRING) {
      throw unfit(schema, "an enum");
    }
    return new Scalar(
        (value, out) -> out.varint(number(type, (String) value)),
        in -> name(type, in.readEnum()),
        name(type, 0));
  }

  private static int number(EnumDescriptor type, String name) {
    EnumValueDescriptor found = type.findValueByName(name);
    if (found != null) {
      return found.getNumber();
    }
    // What another one has added is read as its number.
    if (name.matches("-?[0-9]{1,9}")) {
      return Integer.parseInt(name);
    }
    throw new MisfitException(
        "expected a constant of the enum " + type.getFullName() + ", found another text");
  }

  private static String name(EnumDescriptor type, int number) {
    EnumValueDescriptor found = type.findValueByNumber(number);
    return found == null ? String.valueOf(number) : found.getName();
  }

  private static MisfitException unfit(Schema schema, String found) {
    return new MisfitException(
        "expected a field for values of type "
            + schema.type()
            + " in the registered schema, found "
            + found);
  }
}
