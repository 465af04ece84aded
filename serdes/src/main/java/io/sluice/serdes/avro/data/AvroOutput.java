package io.sluice.serdes.avro.data;

import io.sluice.serdes.misfit.MisfitException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Avro's binary form that is being written (specification, "Binary encoding"). Kept from one record
 * to the next, so that a record costs the one array that it lies in. Of one thread at a time.
 */
public final class AvroOutput {
  /** A larger one is not worth being kept. */
  private static final int KEPT = 1 << 20;

  /** As much as an array may have. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private static final int LONGEST_VARINT = 10;

  private byte[] bytes = new byte[1024];
  private int size;

  /** Forgets what is there, and begins with these bytes. */
  public void begin(byte[] with) {
    size = 0;
    raw(with);
  }

  /** All that was written, in an array of its own. */
  public byte[] copied() {
    return Arrays.copyOf(bytes, size);
  }

  /** Whether it is small enough to be kept for other records. */
  public boolean isHandy() {
    return bytes.length <= KEPT;
  }

  void truth(boolean value) {
    room(1);
    bytes[size++] = (byte) (value ? 1 : 0);
  }

  /** An int or a long, which look the same. */
  void number(long value) {
    room(LONGEST_VARINT);
    long left = (value << 1) ^ (value >> 63);
    int end = size;
    while ((left & ~0x7fL) != 0) {
      bytes[end++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[end++] = (byte) left;
    size = end;
  }

  void number(float value) {
    room(Float.BYTES);
    int bits = Float.floatToRawIntBits(value);
    for (int i = 0; i < Float.BYTES; i++) {
      bytes[size++] = (byte) (bits >>> (8 * i));
    }
  }

  void number(double value) {
    room(Double.BYTES);
    long bits = Double.doubleToRawLongBits(value);
    for (int i = 0; i < Double.BYTES; i++) {
      bytes[size++] = (byte) (bits >>> (8 * i));
    }
  }

  void text(String value) {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  void bytes(byte[] value) {
    number(value.length);
    raw(value);
  }

  void bytes(ByteBuffer value) {
    int length = value.remaining();
    number(length);
    room(length);
    value.duplicate().get(bytes, size, length);
    size += length;
  }

  /** Bytes without their length. */
  void raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      long needed = (long) size + more;
      if (needed > MOST) {
        throw new MisfitException("expected a record of less than 2 GB, found more");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(MOST, Math.max(needed, bytes.length * 2L)));
    }
  }
}
