package io.sluice.schema.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import java.nio.charset.StandardCharsets;

/** How strings stand in a {@code .proto} file. */
final class ProtoStrings {
  private ProtoStrings() {}

  /** In quotes; letters of any alphabet as they are, control characters by their numbers. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ' || c == 127) {
            quoted.append('\\').append((char) ('0' + (c >> 6)));
            quoted.append((char) ('0' + ((c >> 3) & 7))).append((char) ('0' + (c & 7)));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  /**
   * Bytes that the parser has made characters of, in the escaped form that a descriptor has them
   * in.
   */
  static String escapedBytes(String parsed) {
    boolean bytes = parsed.chars().allMatch(c -> c <= 0xff);
    return TextFormat.escapeBytes(
        bytes
            ? ByteString.copyFrom(parsed, StandardCharsets.ISO_8859_1)
            : ByteString.copyFromUtf8(parsed));
  }

  /** Bytes in the escaped form of a descriptor, in quotes and in one way of escaping. */
  static String quotedBytes(String escaped) {
    try {
      return '"' + TextFormat.escapeBytes(TextFormat.unescapeBytes(escaped)) + '"';
    } catch (TextFormat.InvalidEscapeSequenceException e) {
      throw new IllegalStateException("A descriptor that was checked has a wrong default", e);
    }
  }
}
