package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.value.Binary;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over one pgoutput message, read in place. One object is used for all messages; it must
 * not be kept. The layout of the messages is that of PostgreSQL's manual, "Logical Replication
 * Message Formats".
 */
final class Message {

  private byte[] bytes = {};
  private int at;
  private int length;

  /**
   * Begins with the next message.
   *
   * @param buffer an array-backed buffer from the driver
   */
  void wrap(ByteBuffer buffer) {
    bytes = buffer.array();
    at = buffer.arrayOffset() + buffer.position();
    length = buffer.remaining();
  }

  /** Bytes of the whole message. */
  int length() {
    return length;
  }

  byte[] bytes() {
    return bytes;
  }

  int position() {
    return at;
  }

  void skip(int count) {
    at += count;
  }

  byte int8() {
    return bytes[at++];
  }

  short int16() {
    short value = Binary.int16(bytes, at);
    at += 2;
    return value;
  }

  int int32() {
    int value = Binary.int32(bytes, at);
    at += 4;
    return value;
  }

  long int64() {
    long value = Binary.int64(bytes, at);
    at += 8;
    return value;
  }

  /** A text that ends with a zero byte. */
  String text() {
    int end = at;
    while (bytes[end] != 0) {
      end++;
    }
    String text = new String(bytes, at, end - at, StandardCharsets.UTF_8);
    at = end + 1;
    return text;
  }
}
