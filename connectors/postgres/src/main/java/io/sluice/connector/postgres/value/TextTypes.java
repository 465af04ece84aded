package io.sluice.connector.postgres.value;

import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Types that appear as the text that the server prints, some under a semantic name. */
final class TextTypes {

  private static final byte[] HEX =
      "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

  private final Placeholder unavailable;

  TextTypes(Placeholder unavailable) {
    this.unavailable = unavailable;
  }

  /** A type whose binary form is its text. */
  ValueType text() {
    return plain(Binary::text);
  }

  /**
   * @param binary renders the binary form as the server would print it; null when only the text is
   *     read
   */
  ValueType plain(@Nullable Decoder binary) {
    return ValueType.of(SchemaBuilder::string, values(binary));
  }

  ValueType named(String name, @Nullable Decoder binary) {
    return ValueType.named(name, SchemaBuilder::string, values(binary));
  }

  ValueType enumOf(List<String> labels) {
    return ValueType.of(
        () ->
            SchemaBuilder.string()
                .name("io.debezium.data.Enum")
                .version(1)
                .parameter("allowed", String.join(",", labels)),
        values(Binary::text));
  }

  private Values values(@Nullable Decoder binary) {
    return new Values(binary, Binary::text, "", unavailable.text());
  }

  /** One byte, which may be none and may be no character. */
  ValueType singleByte() {
    Supplier<SchemaBuilder> schema = SchemaBuilder::string;
    Decoder decoder =
        (b, o, l) -> {
          Binary.expect(l, 1);
          return b[o] == 0
              ? ""
              : b[o] > 0 ? String.valueOf((char) b[o]) : String.format("\\%03o", b[o] & 0xFF);
        };
    return ValueType.of(schema, new Values(decoder, Binary::text, "", unavailable.text()));
  }

  /** A version byte, then text: jsonb, ltree, jsonpath. */
  static Object versioned(byte[] bytes, int offset, int length) {
    Binary.require(length, 1);
    if (bytes[offset] != 1) {
      throw new DataException("expected version 1 of the type's form but found " + bytes[offset]);
    }
    return Binary.text(bytes, offset + 1, length - 1);
  }

  static Object uuid(byte[] b, int o, int length) {
    Binary.expect(length, 16);
    byte[] out = new byte[36];
    int at = 0;
    for (int i = 0; i < 16; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        out[at++] = '-';
      }
      out[at++] = HEX[(b[o + i] >> 4) & 15];
      out[at++] = HEX[b[o + i] & 15];
    }
    return new String(out, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** Six or eight bytes. */
  static Object macaddr(byte[] b, int o, int length) {
    if (length != 6) {
      Binary.expect(length, 8);
    }
    return HexFormat.ofDelimiter(":").formatHex(b, o, o + length);
  }
}
