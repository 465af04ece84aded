package io.sluice.connector.postgres.value;

import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/**
 * Bit strings: one bit is a boolean, more are Debezium's Bits, which are little-endian, the last
 * bit of the string being the lowest, without zero bytes at the end.
 */
final class BitTypes {

  private BitTypes() {}

  /**
   * @param typmod how many bits, -1 for any number
   */
  static ValueType of(int typmod, Placeholder unavailable) {
    if (typmod == 1) {
      return ValueType.of(
          SchemaBuilder::bool,
          new Values(
              (b, o, l) -> single(bits(b, o, l), b[o + 4] < 0),
              (b, o, l) -> single(l, b[o] == '1'),
              false,
              null));
    }
    int length = typmod < 0 ? Integer.MAX_VALUE : typmod;
    return ValueType.of(
        () ->
            SchemaBuilder.bytes()
                .name("io.debezium.data.Bits")
                .version(1)
                .parameter("length", Integer.toString(length)),
        new Values(
            (b, o, l) -> {
              int count = bits(b, o, l);
              return pack(count, i -> (b[o + 4 + i / 8] & (0x80 >> (i % 8))) != 0);
            },
            (b, o, l) -> pack(l, i -> bit(b[o + i])),
            new byte[0],
            unavailable.bytes()));
  }

  private static boolean single(int count, boolean bit) {
    if (count != 1) {
      throw new DataException("expected one bit but the value has " + count);
    }
    return bit;
  }

  /** The count that a binary form begins with. */
  private static int bits(byte[] bytes, int offset, int length) {
    Binary.require(length, 4);
    int count = Binary.int32(bytes, offset);
    if (count < 0 || length - 4 != (count + 7L) / 8) {
      throw new DataException("the value has not room for its " + count + " bits");
    }
    return count;
  }

  private static boolean bit(byte character) {
    if (character != '0' && character != '1') {
      throw new DataException("expected a text of 0 and 1");
    }
    return character == '1';
  }

  private interface BitAt {
    boolean isSet(int index);
  }

  private static byte[] pack(int count, BitAt bits) {
    int first = 0;
    while (first < count && !bits.isSet(first)) {
      first++;
    }
    int used = count - first;
    byte[] out = new byte[(used + 7) / 8];
    for (int i = first; i < count; i++) {
      if (bits.isSet(i)) {
        int bit = count - 1 - i;
        out[bit / 8] |= (byte) (1 << (bit % 8));
      }
    }
    return out;
  }
}
