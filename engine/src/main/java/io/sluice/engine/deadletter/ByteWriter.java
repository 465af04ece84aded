package io.sluice.engine.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** Numbers and texts as {@link RecordFormat} has them. */
final class ByteWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

  byte[] bytes() {
    return out.toByteArray();
  }

  void one(int value) {
    out.write(value);
  }

  void number(long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    while ((zigzag & ~0x7fL) != 0) {
      out.write((int) (zigzag & 0x7f | 0x80));
      zigzag >>>= 7;
    }
    out.write((int) zigzag);
  }

  void numberOrNull(@Nullable Number value) {
    out.write(value == null ? 0 : 1);
    if (value != null) {
      number(value.longValue());
    }
  }

  void fixed(long bits, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      out.write((int) (bits >>> shift));
    }
  }

  void blob(byte[] value) {
    number(value.length);
    out.writeBytes(value);
  }

  void text(String value) {
    ByteBuffer utf8;
    try {
      utf8 = UTF_8.newEncoder().encode(CharBuffer.wrap(value));
    } catch (CharacterCodingException e) {
      // Half of a surrogate pair: getBytes would put a question mark in its place.
      number(value.length() * 2L + 1);
      for (int i = 0; i < value.length(); i++) {
        fixed(value.charAt(i), 2);
      }
      return;
    }
    number(utf8.remaining() * 2L);
    out.write(utf8.array(), utf8.arrayOffset() + utf8.position(), utf8.remaining());
  }

  void textOrNull(@Nullable String value) {
    out.write(value == null ? 0 : 1);
    if (value != null) {
      text(value);
    }
  }
}
