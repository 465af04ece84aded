package io.sluice.serdes.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import io.sluice.serdes.misfit.MisfitException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Defaults as texts: of scalars the value, bytes in Base64, of dates and times the milliseconds; of
 * anything else Base64 of the message that it is by itself. Thread-safe.
 */
final class Defaults {
  private static final ProtoFiles FILES = new ProtoFiles();

  private final ProtobufDataOptions options;

  Defaults(ProtobufDataOptions options) {
    this.options = options;
  }

  String text(Schema schema, Object value) {
    if (value instanceof java.util.Date date) {
      return String.valueOf(date.getTime());
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (schema.type().isPrimitive()) {
      return value.toString();
    }
    Schema alone = Needed.of(schema);
    ReverseBytes out = new ReverseBytes();
    try {
      new ValueWriters(options).of(alone, message(alone)).write(value, out);
    } catch (MisfitException e) {
      throw e.in("default");
    }
    return Base64.getEncoder().encodeToString(out.copied());
  }

  /** The value; null if the text is none of that schema's. */
  @Nullable Object value(Schema schema, String text) {
    try {
      return switch (schema.type()) {
        case INT8 -> Byte.valueOf(text);
        case INT16 -> Short.valueOf(text);
        case INT32 ->
            Kinds.logical(schema).isEmpty()
                ? (Object) Integer.valueOf(text)
                : new java.util.Date(Long.parseLong(text));
        case INT64 ->
            Kinds.logical(schema).isEmpty()
                ? (Object) Long.valueOf(text)
                : new java.util.Date(Long.parseLong(text));
        case FLOAT32 -> Float.valueOf(text);
        case FLOAT64 -> Double.valueOf(text);
        case BOOLEAN -> Boolean.valueOf(text);
        case STRING -> text;
        case BYTES ->
            Kinds.logical(schema).isEmpty()
                ? Base64.getDecoder().decode(text)
                : new BigDecimal(text);
        case ARRAY, MAP, STRUCT -> message(schema, Base64.getDecoder().decode(text));
      };
    } catch (IllegalArgumentException e) {
      throw new DataException("A schema has a default that is none of its type", e);
    }
  }

  private Object message(Schema schema, byte[] bytes) {
    try {
      Descriptor message = message(Needed.of(schema));
      return new ValueReaders(options).of(schema, message).read(new ProtoInput(bytes, 0));
    } catch (MisfitException e) {
      throw e.in("default");
    }
  }

  private Descriptor message(Schema schema) {
    return FILES
        .link(new SchemaToProto(options).write(schema, "default.proto"))
        .getMessageTypes()
        .get(0);
  }
}
