package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.value.Binary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the binary COPY format: a header before the first row, per row a count of fields and each
 * field's length and bytes.
 */
public final class CopyRow {

  /** Signature (11 bytes), flags, length of the header's extension. */
  private static final int HEADER = 19;

  private CopyRow() {}

  /** Where the rows begin in the first message. */
  public static int start(byte[] message) {
    if (message.length < HEADER || message[0] != 'P' || message[6] != '\n') {
      throw new ConnectException(
          "The server's COPY does not begin with the signature of the binary format");
    }
    return HEADER + Binary.int32(message, HEADER - 4);
  }

  /**
   * Whether what begins there is the end of the copy instead of a row.
   *
   * @throws ConnectException when it is neither
   */
  public static boolean isTrailer(byte[] message, int offset) {
    if (message.length - offset < 2) {
      throw new ConnectException(
          "The server's COPY has a message of "
              + (message.length - offset)
              + " bytes where a row or the end was expected");
    }
    return Binary.int16(message, offset) < 0;
  }

  /**
   * Decodes a row.
   *
   * @param extra how many columns it has behind those of the format
   * @param cells receives the values of the format's columns
   * @return where the first of the columns behind begins
   * @throws ConnectException naming the table and the place in the row when it does not end where
   *     it should
   */
  public static int decode(
      TableFormat format, byte[] message, int offset, int extra, @Nullable Object[] cells) {
    requireFields(format, message, offset, cells.length + extra);
    int at = offset + 2;
    for (int i = 0; i < cells.length; i++) {
      int length = length(format, message, offset, at);
      at += 4;
      if (length < 0) {
        cells[i] = null;
      } else {
        cells[i] = format.copied(i, message, at, length);
        at += length;
      }
    }
    int behind = at;
    for (int i = 0; i < extra; i++) {
      at += 4 + Math.max(0, length(format, message, offset, at));
    }
    requireEnd(format, message, offset, at);
    return behind;
  }

  /**
   * Where each field of a row begins, which is where its length stands. All of them are there.
   *
   * @param count how many it has
   * @throws ConnectException as {@link #decode}
   */
  public static int[] fields(TableFormat format, byte[] message, int offset, int count) {
    requireFields(format, message, offset, count);
    int[] fields = new int[count];
    int at = offset + 2;
    for (int i = 0; i < count; i++) {
      fields[i] = at;
      at += 4 + Math.max(0, length(format, message, offset, at));
    }
    requireEnd(format, message, offset, at);
    return fields;
  }

  private static void requireFields(TableFormat format, byte[] message, int offset, int count) {
    int fields = message.length - offset < 2 ? -1 : Binary.int16(message, offset);
    if (fields != count) {
      throw new ConnectException(
          format.table().id()
              + ": expected rows of "
              + count
              + " columns but the server sent "
              + fields);
    }
  }

  private static void requireEnd(TableFormat format, byte[] message, int offset, int at) {
    if (at != message.length) {
      throw malformed(format, message, offset, at, "has bytes left where it should end");
    }
  }

  /** The length of the field that begins there, all of which is there; -1 for NULL. */
  private static int length(TableFormat format, byte[] message, int offset, int at) {
    if (message.length - at < 4) {
      throw malformed(format, message, offset, at, "ends where a field should begin");
    }
    int length = Binary.int32(message, at);
    if (length < -1 || length > message.length - at - 4) {
      throw malformed(format, message, offset, at, "has a field of " + length + " bytes");
    }
    return length;
  }

  private static ConnectException malformed(
      TableFormat format, byte[] message, int offset, int at, String what) {
    return new ConnectException(
        format.table().id()
            + ": a row of "
            + (message.length - offset)
            + " bytes that the server's COPY sent "
            + what
            + ", at byte "
            + (at - offset));
  }

  /** Where what follows a row's first columns begins. */
  public static int behind(byte[] message, int offset, int columns) {
    int at = offset + 2;
    for (int i = 0; i < columns; i++) {
      at += 4 + Math.max(0, Binary.int32(message, at));
    }
    return at;
  }

  /** So many columns of type text, none of them NULL. */
  public static List<String> texts(byte[] message, int offset, int columns) {
    List<String> texts = new ArrayList<>();
    int at = offset;
    for (int i = 0; i < columns; i++) {
      int length = Binary.int32(message, at);
      at += 4;
      texts.add(new String(message, at, length, StandardCharsets.UTF_8));
      at += length;
    }
    return texts;
  }
}
