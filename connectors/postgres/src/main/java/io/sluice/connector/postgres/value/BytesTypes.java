package io.sluice.connector.postgres.value;

import io.sluice.connector.postgres.value.ValueModes.BinaryMode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Function;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/** Byte strings in each {@code binary.handling.mode}. */
final class BytesTypes {

  private final BinaryMode mode;
  private final Placeholder unavailable;

  BytesTypes(ValueModes modes) {
    this.mode = modes.binary();
    this.unavailable = modes.unavailable();
  }

  ValueType bytea() {
    return of((b, o, l) -> Arrays.copyOfRange(b, o, o + l), BytesTypes::unescape);
  }

  /** Of a type that Debezium does not know: its text, in bytes. Read as text only. */
  ValueType unknown() {
    Raw text = (b, o, l) -> Arrays.copyOfRange(b, o, o + l);
    ValueType type = of(text, text);
    return new ValueType(
        type.schema(),
        schema -> {
          Values values = type.values().apply(schema);
          return new Values(null, values.text(), values.absent(), values.unavailable());
        });
  }

  private interface Raw {
    byte[] read(byte[] bytes, int offset, int length);
  }

  private ValueType of(Raw binary, Raw text) {
    return switch (mode) {
      case BYTES ->
          ValueType.of(
              SchemaBuilder::bytes,
              new Values(
                  (b, o, l) -> ByteBuffer.wrap(binary.read(b, o, l)),
                  (b, o, l) -> ByteBuffer.wrap(text.read(b, o, l)),
                  ByteBuffer.allocate(0).asReadOnlyBuffer(),
                  unavailable.bytes()));
      case BASE64 -> encoded(Base64.getEncoder()::encodeToString, binary, text);
      case BASE64_URL_SAFE -> encoded(Base64.getUrlEncoder()::encodeToString, binary, text);
      case HEX -> encoded(HexFormat.of()::formatHex, binary, text);
    };
  }

  private ValueType encoded(Function<byte[], String> encoding, Raw binary, Raw text) {
    return ValueType.of(
        SchemaBuilder::string,
        new Values(
            (b, o, l) -> encoding.apply(binary.read(b, o, l)),
            (b, o, l) -> encoding.apply(text.read(b, o, l)),
            "",
            unavailable.text())); // not encoded, as in Debezium's hex: sinks know it by its text
  }

  /** {@code \x} and two digits a byte, which is what bytea_output is set to. */
  private static byte[] unescape(byte[] bytes, int offset, int length) {
    if (length < 2 || bytes[offset] != '\\' || bytes[offset + 1] != 'x' || length % 2 != 0) {
      throw new DataException("expected a bytea in hex form");
    }
    byte[] out = new byte[length / 2 - 1];
    for (int i = 0; i < out.length; i++) {
      int at = offset + 2 + 2 * i;
      out[i] = (byte) (digit(bytes[at]) << 4 | digit(bytes[at + 1]));
    }
    return out;
  }

  private static int digit(byte character) {
    int digit = Character.digit(character, 16);
    if (digit < 0) {
      throw new DataException("expected a bytea in hex form");
    }
    return digit;
  }
}
