package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.value.Binary;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.postgresql.replication.LogSequenceNumber;

/**
 * A cursor over one pgoutput message, read in place. One object is used for all messages; it must
 * not be kept. The layout of the messages is that of PostgreSQL's manual, "Logical Replication
 * Message Formats".
 */
final class Message {

  private byte[] bytes = {};
  private int begin;
  private int at;
  private int end;
  private long start;

  /**
   * Begins with the next message.
   *
   * @param buffer an array-backed buffer from the driver
   * @param start position in the log of what the message tells, for errors
   */
  void wrap(ByteBuffer buffer, long start) {
    bytes = buffer.array();
    begin = buffer.arrayOffset() + buffer.position();
    at = begin;
    end = begin + buffer.remaining();
    this.start = start;
  }

  /** Bytes of the whole message. */
  int length() {
    return end - begin;
  }

  byte[] bytes() {
    return bytes;
  }

  int position() {
    return at;
  }

  /** Goes back to a place of this message. */
  void back(int position) {
    at = position;
  }

  /** How many bytes are not read yet. */
  int left() {
    return end - at;
  }

  /** A copy of what is not read yet. */
  byte[] rest() {
    return Arrays.copyOfRange(bytes, at, end);
  }

  void skip(int count) {
    at = next(count);
  }

  byte int8() {
    int place = at;
    at = next(1);
    return bytes[place];
  }

  short int16() {
    int place = at;
    at = next(2);
    return Binary.int16(bytes, place);
  }

  int int32() {
    int place = at;
    at = next(4);
    return Binary.int32(bytes, place);
  }

  long int64() {
    int place = at;
    at = next(8);
    return Binary.int64(bytes, place);
  }

  /** Reads what must be that. */
  void expect(char kind) {
    byte found = int8();
    if (found != kind) {
      throw malformed("expected '" + kind + "' but found '" + (char) found + "'");
    }
  }

  /** The length of what follows, of which all is there. */
  int size() {
    int size = int32();
    next(size);
    return size;
  }

  /** A text that ends with a zero byte. */
  String text() {
    int stop = at;
    while (stop < end && bytes[stop] != 0) {
      stop++;
    }
    if (stop == end) {
      throw malformed("it ends within a name");
    }
    String text = new String(bytes, at, stop - at, StandardCharsets.UTF_8);
    at = stop + 1;
    return text;
  }

  /** Makes sure that all was read: what is left over would mean that something was misread. */
  void end() {
    if (at != end) {
      throw malformed((end - at) + " bytes are left where it should end");
    }
  }

  /** Where the place is that many bytes on, which must not be behind the message's end. */
  private int next(int count) {
    if (count < 0 || count > end - at) {
      throw malformed("it ends where " + count + " more bytes were expected");
    }
    return at + count;
  }

  /** An error that names the message. */
  MalformedMessageException malformed(String what) {
    return new MalformedMessageException(
        "The stream's message at log position "
            + LogSequenceNumber.valueOf(start).asString()
            + (length() == 0 ? "" : ", type '" + (char) bytes[begin] + "'")
            + ", cannot be read at byte "
            + (at - begin)
            + " of "
            + length()
            + ": "
            + what
            + ". Nothing of it was delivered");
  }
}
