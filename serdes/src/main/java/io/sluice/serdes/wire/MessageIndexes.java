package io.sluice.serdes.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Which message of a Protobuf schema a record is: the index among the file's messages, then among
 * those nested in it. Written as zigzag varints, how many and then each; the first message of a
 * file, which is the usual one, as a single 0.
 */
final class MessageIndexes {
  /** Deeper than any compiler of Protobuf lets messages be nested. */
  private static final int DEEPEST = 128;

  private static final List<Integer> FIRST = List.of(0);

  private MessageIndexes() {}

  static List<Integer> read(ByteBuffer bytes) {
    int size = varint(bytes);
    if (size == 0) {
      return FIRST;
    }
    if (size < 0 || size > DEEPEST) {
      throw new MisframedException(
          "expected how deep a message is nested, from 0 to " + DEEPEST + "; found " + size);
    }
    List<Integer> indexes = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      indexes.add(varint(bytes));
    }
    return indexes;
  }

  static byte[] bytes(List<Integer> indexes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(indexes.size() + 1);
    if (indexes.equals(FIRST)) {
      bytes.write(0);
      return bytes.toByteArray();
    }
    varint(indexes.size(), bytes);
    indexes.forEach(index -> varint(index, bytes));
    return bytes.toByteArray();
  }

  private static int varint(ByteBuffer bytes) {
    int raw = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte next = bytes.get();
      raw |= (next & 0x7f) << shift;
      if (next >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw new MisframedException("expected the index of a message, found a number of over 5 bytes");
  }

  private static void varint(int value, ByteArrayOutputStream bytes) {
    int raw = (value << 1) ^ (value >> 31);
    while ((raw & ~0x7f) != 0) {
      bytes.write((raw & 0x7f) | 0x80);
      raw >>>= 7;
    }
    bytes.write(raw);
  }
}
