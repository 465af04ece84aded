package io.sluice.serdes.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's wire format, as its documentation has it ("Wire format"): a byte 0 and the schema's
 * id in four bytes, or a byte 1 and its GUID in sixteen, before the data or in a header beside it;
 * behind that, where the schema is Protobuf's, which message it is.
 */
public final class Framing {
  /** The header of a key's schema. */
  public static final String KEY_HEADER = "__key_schema_id";

  /** The header of a value's schema. */
  public static final String VALUE_HEADER = "__value_schema_id";

  /** How many bytes stand before the data, without what Protobuf adds. */
  public static final int PREFIX = 5;

  private static final byte BY_ID = 0;
  private static final byte BY_GUID = 1;

  private Framing() {}

  /**
   * Reads what stands before the data; a header counts more.
   *
   * @param record the key or the value of a record
   * @param headers of the record; null if they are not known
   * @param indexed whether Protobuf's message indexes follow
   * @throws MisframedException if there is nothing of the kind
   */
  public static Frame read(
      byte[] record, @Nullable Headers headers, boolean isKey, boolean indexed) {
    Header header = headers == null ? null : headers.lastHeader(header(isKey));
    if (header != null && header.value() != null) {
      Frame inHeader = read(ByteBuffer.wrap(header.value()), indexed, "its header " + header.key());
      return new Frame(inHeader.schema(), inHeader.indexes(), 0);
    }
    return read(ByteBuffer.wrap(record), indexed, "it");
  }

  /** The name of the header that a schema is named in. */
  public static String header(boolean isKey) {
    return isKey ? KEY_HEADER : VALUE_HEADER;
  }

  /** Writes the byte 0 and the id; {@link #PREFIX} bytes. */
  public static void write(int id, byte[] to) {
    to[0] = BY_ID;
    to[1] = (byte) (id >>> 24);
    to[2] = (byte) (id >>> 16);
    to[3] = (byte) (id >>> 8);
    to[4] = (byte) id;
  }

  /**
   * What stands before the data.
   *
   * @param indexes which message of a Protobuf schema; null in other formats
   */
  public static byte[] prefix(int id, @Nullable List<Integer> indexes) {
    byte[] message = indexes == null ? new byte[0] : MessageIndexes.bytes(indexes);
    ByteBuffer bytes = ByteBuffer.allocate(PREFIX + message.length);
    return bytes.put(BY_ID).putInt(id).put(message).array();
  }

  /** What stands in the header, for a schema that has a GUID. */
  public static byte[] headerOf(UUID guid, @Nullable List<Integer> indexes) {
    byte[] message = indexes == null ? new byte[0] : MessageIndexes.bytes(indexes);
    ByteBuffer bytes = ByteBuffer.allocate(1 + 16 + message.length).put(BY_GUID);
    bytes.putLong(guid.getMostSignificantBits()).putLong(guid.getLeastSignificantBits());
    return bytes.put(message).array();
  }

  private static Frame read(ByteBuffer bytes, boolean indexed, String where) {
    try {
      byte form = bytes.get();
      SchemaId schema =
          switch (form) {
            case BY_ID -> new SchemaId.Number(bytes.getInt());
            case BY_GUID -> new SchemaId.Guid(new UUID(bytes.getLong(), bytes.getLong()));
            default ->
                throw new MisframedException(
                    "expected a record in Confluent's wire format, beginning with a byte 0 (an id"
                        + " of a schema follows) or 1 (a GUID); "
                        + where
                        + " begins with "
                        + form
                        + ". Was it written by another converter or serializer?");
          };
      return new Frame(schema, indexed ? MessageIndexes.read(bytes) : List.of(), bytes.position());
    } catch (BufferUnderflowException e) {
      throw new MisframedException(
          "expected a record in Confluent's wire format (a byte 0, then the schema's id in four"
              + " bytes); "
              + where
              + " has only "
              + bytes.limit()
              + " bytes");
    }
  }
}
