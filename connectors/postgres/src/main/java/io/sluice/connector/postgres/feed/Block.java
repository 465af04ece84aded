package io.sluice.connector.postgres.feed;

import io.sluice.connector.postgres.value.Binary;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages in one array, so that a thread hands many of them to another at once. Each is its log
 * position, its length and its bytes, as a row of COPY has them. Filled by one thread, then read by
 * another.
 */
final class Block {

  /** Bytes before a message: its position and its length. */
  private static final int HEAD = 12;

  private byte[] bytes;
  private int end;
  private int at;
  private @Nullable ByteBuffer view;

  Block(int capacity) {
    this.bytes = new byte[capacity];
  }

  /** Bytes that it holds. */
  int size() {
    return end;
  }

  /** Adds a message from where its position stands to the end of the row. */
  void add(byte[] row, int offset) {
    int length = row.length - offset;
    if (length > bytes.length - end) {
      bytes = Arrays.copyOf(bytes, Math.max(end + length, Math.min(bytes.length, 1 << 30) * 2));
    }
    System.arraycopy(row, offset, bytes, end, length);
    end += length;
  }

  /** Whether every message was taken. */
  boolean isDone() {
    return at == end;
  }

  /** Log position of the message that is next. */
  long position() {
    return Binary.int64(bytes, at);
  }

  /** Takes a message; valid until the next is taken. */
  ByteBuffer take() {
    int length = Binary.int32(bytes, at + 8);
    ByteBuffer buffer = view;
    if (buffer == null) {
      buffer = ByteBuffer.wrap(bytes);
      view = buffer;
    }
    buffer.limit(at + HEAD + length).position(at + HEAD);
    at += HEAD + length;
    return buffer;
  }
}
