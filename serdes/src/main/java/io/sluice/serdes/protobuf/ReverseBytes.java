package io.sluice.serdes.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.serdes.misfit.MisfitException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A message's bytes, written from its end: how long a part is, which stands before it, is known
 * when the part is written. To be used by one thread.
 */
final class ReverseBytes {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** What is longer than that is not kept for the next record. */
  private static final int HANDY = 1 << 20;

  private byte[] bytes = new byte[512];
  private int start = bytes.length;

  /** Begins anew. */
  void clear() {
    if (bytes.length > HANDY) {
      bytes = new byte[512];
    }
    start = bytes.length;
  }

  /** How much has been written. */
  int size() {
    return bytes.length - start;
  }

  /** What has been written. */
  byte[] copied() {
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  /** Writes how long what was written is since it had that size. */
  void length(int before) {
    varint(size() - before);
  }

  void varint(long value) {
    if ((value & ~0x7fL) == 0) {
      room(1);
      bytes[--start] = (byte) value;
      return;
    }
    int size = (70 - Long.numberOfLeadingZeros(value)) / 7;
    room(size);
    start -= size;
    long rest = value;
    for (int i = start; i < start + size - 1; i++) {
      bytes[i] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[start + size - 1] = (byte) rest;
  }

  void fixed32(int value) {
    room(4);
    start -= 4;
    INTS.set(bytes, start, value);
  }

  void fixed64(long value) {
    room(8);
    start -= 8;
    LONGS.set(bytes, start, value);
  }

  void raw(byte[] value) {
    room(value.length);
    start -= value.length;
    System.arraycopy(value, 0, bytes, start, value.length);
  }

  /** A text and its length. */
  void text(String value) {
    byte[] utf8 = value.getBytes(UTF_8);
    raw(utf8);
    varint(utf8.length);
    // What is no character becomes a question mark, which mostly is none of the text's.
    if (value.indexOf('?') < 0 && contains(utf8, (byte) '?')
        || value.indexOf('?') >= 0 && !UTF_8.newEncoder().canEncode(value)) {
      throw new MisfitException("expected a text of Unicode's characters, found half of one");
    }
  }

  private static boolean contains(byte[] bytes, byte wanted) {
    for (byte each : bytes) {
      if (each == wanted) {
        return true;
      }
    }
    return false;
  }

  private void room(int size) {
    if (start < size) {
      long wanted = Math.max(2L * bytes.length, (long) size() + size);
      if (wanted > Integer.MAX_VALUE - 16) {
        throw new MisfitException("expected a record of less than 2 GB, found more");
      }
      byte[] larger = new byte[(int) wanted];
      System.arraycopy(bytes, start, larger, larger.length - size(), size());
      start = larger.length - size();
      bytes = larger;
    }
  }
}
