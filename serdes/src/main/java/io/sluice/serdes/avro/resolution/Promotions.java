package io.sluice.serdes.avro.resolution;

import static java.util.Objects.requireNonNull;

import io.sluice.serdes.avro.data.ExactNumbers;
import io.sluice.serdes.misfit.MisfitException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Plain types that are written as others, where that changes nothing. */
final class Promotions {
  private Promotions() {}

  static Step step(Schema writer, Schema reader) {
    boolean whole = writer.getType() == Schema.Type.INT || writer.getType() == Schema.Type.LONG;
    return switch (reader.getType()) {
      case LONG -> (value, to) -> to.writeLong(number(value).longValue());
      case FLOAT -> (value, to) -> to.writeFloat(ExactNumbers.float32(number(value).longValue()));
      case DOUBLE ->
          whole
              ? (value, to) -> to.writeDouble(ExactNumbers.float64(number(value).longValue()))
              : (value, to) -> to.writeDouble(number(value).doubleValue());
      case STRING -> (value, to) -> to.writeString(text((ByteBuffer) requireNonNull(value)));
      case BYTES ->
          (value, to) ->
              to.writeBytes(requireNonNull(value).toString().getBytes(StandardCharsets.UTF_8));
      case INT, BOOLEAN, NULL, FIXED, ENUM, RECORD, ARRAY, MAP, UNION ->
          throw new MisfitException(
              "values of type " + writer.getType() + " cannot be written as " + reader.getType());
    };
  }

  private static Number number(@Nullable Object value) {
    return (Number) requireNonNull(value);
  }

  private static String text(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      throw new MisfitException("expected bytes that are a text in UTF-8, found others", e);
    }
  }
}
