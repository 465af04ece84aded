package io.sluice.serdes.record;

import io.sluice.serdes.client.RegisteredSchema;
import io.sluice.serdes.wire.Framing;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How a record says which schema it is written under: by bytes before its data, or in a header.
 *
 * @param id of the schema
 * @param before the bytes before the data; none if it is in the header
 * @param header the bytes of the header; null if it is before the data
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Mark(int id, byte[] before, byte @Nullable [] header) {
  private static final byte[] NOTHING = {};

  /**
   * The mark of a schema.
   *
   * @param indexes which message of a Protobuf schema; null in other formats
   * @param inHeader whether it goes into a header, which takes a schema with a GUID
   */
  static Mark of(RegisteredSchema schema, @Nullable List<Integer> indexes, boolean inHeader) {
    if (!inHeader) {
      return new Mark(schema.id(), Framing.prefix(schema.id(), indexes), null);
    }
    return schema
        .guid()
        .map(guid -> new Mark(schema.id(), NOTHING, Framing.headerOf(guid, indexes)))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a header names a schema by its GUID, and this registry gives none; set"
                        + " key|value.schema.id.serializer to PrefixSchemaIdSerializer"));
  }

  /** Puts it into a record's headers, if that is where it goes. */
  public void into(@Nullable Headers headers, boolean isKey) {
    if (header == null) {
      return;
    }
    if (headers == null) {
      throw new IllegalArgumentException("a schema is to be named in a header, and there is none");
    }
    headers.remove(Framing.header(isKey)).add(Framing.header(isKey), header);
  }
}
