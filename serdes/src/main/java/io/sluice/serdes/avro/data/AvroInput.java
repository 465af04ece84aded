package io.sluice.serdes.avro.data;

import io.sluice.serdes.misfit.MisfitException;
import io.sluice.serdes.record.Digits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Avro's binary form that is being read (specification, "Binary encoding"), within the bytes that
 * are there: what they say of lengths is not believed. Of one thread.
 */
public final class AvroInput {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** How many elements without any bytes a record may have: they cost memory all the same. */
  private static final int MOST_WITHOUT_BYTES = 100_000;

  /** How often a record may be inside itself. */
  private static final int DEEPEST = 1000;

  private final byte[] bytes;
  private int at;
  private int depth;

  /** How many elements may still come, in all arrays and maps together. */
  private long elements;

  /** Of these bytes, from that one on; nobody changes them meanwhile. */
  public AvroInput(byte[] bytes, int from) {
    this.bytes = bytes;
    at = from;
    elements = (long) bytes.length - from + MOST_WITHOUT_BYTES;
  }

  boolean truth() {
    need(1);
    return bytes[at++] != 0;
  }

  int int32() {
    long value = int64();
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
      throw misfit("a number of 32 bits, found a larger one");
    }
    return (int) value;
  }

  long int64() {
    if (at < bytes.length && bytes[at] >= 0) {
      int raw = bytes[at++]; // Most are small: lengths, and which member of a union it is.
      return (raw >>> 1) ^ -(raw & 1);
    }
    return longInt64();
  }

  private long longInt64() {
    long raw = 0;
    int end = Math.min(bytes.length, at + 10);
    for (int shift = 0; at < end; shift += 7) {
      byte next = bytes[at++];
      raw |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw misfit(at == bytes.length ? "more bytes, found the end" : "a number, found more bytes");
  }

  float float32() {
    need(Float.BYTES);
    int bits = (int) INTS.get(bytes, at);
    at += Float.BYTES;
    return Float.intBitsToFloat(bits);
  }

  double float64() {
    need(Double.BYTES);
    long bits = (long) LONGS.get(bytes, at);
    at += Double.BYTES;
    return Double.longBitsToDouble(bits);
  }

  String text() {
    int length = length();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  byte[] bytes() {
    return raw(length());
  }

  /** A decimal, of which the bytes are the digits: a number in two's complement. */
  BigDecimal decimal(int scale) {
    return decimal(scale, length());
  }

  /** The same in that many bytes. */
  BigDecimal decimal(int scale, int length) {
    need(length);
    at += length;
    return Digits.decimal(bytes, at - length, length, scale);
  }

  /** All bytes that are left, as a decimal. */
  BigDecimal restAsDecimal(int scale) {
    return decimal(scale, bytes.length - at);
  }

  /** That many bytes. */
  byte[] raw(int length) {
    need(length);
    byte[] raw = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return raw;
  }

  /** All bytes that are left. */
  byte[] rest() {
    return raw(bytes.length - at);
  }

  /** Which of so many, from 0. */
  int index(int size) {
    long index = int64();
    if (index < 0 || index >= size) {
      throw misfit("a number below " + size + ", found another");
    }
    return (int) index;
  }

  /** How many elements follow; 0 after the last ones. */
  int block() {
    long count = int64();
    if (count < 0) {
      int64(); // How many bytes they have, for who wants to skip them.
      count = -count;
    }
    if (count < 0 || count > elements) {
      throw misfit("as many elements as the bytes can hold, found a larger number");
    }
    elements -= count;
    return (int) count;
  }

  /** To be called before a record that may be inside itself. */
  void enter() {
    if (++depth > DEEPEST) {
      throw misfit("a record inside itself at most " + DEEPEST + " times, found more");
    }
  }

  /** To be called after it. */
  void leave() {
    depth--;
  }

  private int length() {
    long length = int64();
    if (length < 0 || length > bytes.length - at) {
      throw misfit("a length within the record, found another");
    }
    return (int) length;
  }

  private void need(int length) {
    if (bytes.length - at < length) {
      throw misfit("more bytes, found the end");
    }
  }

  private MisfitException misfit(String problem) {
    return new MisfitException("at byte " + at + ": expected " + problem);
  }
}
