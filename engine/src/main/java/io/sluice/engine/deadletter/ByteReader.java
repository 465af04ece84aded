package io.sluice.engine.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.engine.deadletter.RecordFormat.Unreadable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ByteWriter} wrote; any other bytes are {@link Unreadable}. */
final class ByteReader {
  private final ByteBuffer in;

  ByteReader(byte[] bytes) {
    in = ByteBuffer.wrap(bytes);
  }

  boolean atEnd() {
    return !in.hasRemaining();
  }

  int one() {
    need(1);
    return in.get() & 0xff;
  }

  long number() {
    long zigzag = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = one();
      zigzag |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
    throw new Unreadable("dead letter: a number is longer than ten bytes");
  }

  @Nullable Long numberOrNull() {
    return present() ? number() : null;
  }

  @Nullable Integer intOrNull() {
    return present() ? integer() : null;
  }

  int integer() {
    long value = number();
    if (value != (int) value) {
      throw new Unreadable("dead letter: a number does not fit its 32 bits");
    }
    return (int) value;
  }

  long fixed(int bytes) {
    long bits = 0;
    for (int i = 0; i < bytes; i++) {
      bits = bits << 8 | one();
    }
    return bits;
  }

  /**
   * A count of things of at least one byte each, so that damaged bytes cannot ask for more memory
   * than they are long.
   */
  int count() {
    int count = integer();
    need(count);
    return count;
  }

  byte[] blob() {
    byte[] value = new byte[count()];
    in.get(value);
    return value;
  }

  String text() {
    int length = integer();
    if ((length & 1) == 0) {
      need(length / 2);
      byte[] utf8 = new byte[length / 2];
      in.get(utf8);
      return new String(utf8, UTF_8);
    }
    need((long) length - 1);
    char[] chars = new char[length / 2];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) fixed(2);
    }
    return new String(chars);
  }

  @Nullable String textOrNull() {
    return present() ? text() : null;
  }

  private boolean present() {
    int flag = one();
    if (flag > 1) {
      throw new Unreadable("dead letter: expected 0 or 1 before a value, found " + flag);
    }
    return flag == 1;
  }

  private void need(long bytes) {
    if (bytes < 0 || bytes > in.remaining()) {
      throw new Unreadable(
          "dead letter: expected "
              + bytes
              + " more bytes at "
              + in.position()
              + ", found "
              + in.remaining());
    }
  }
}
