package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * Connect's schemas as JSON Schemas and back, as the converter maps them with {@code
 * object.additional.properties=false}; for those who have schemas and no data. Thread-safe.
 */
public final class JsonSchemas {
  /** Of objects that have what is named and nothing else: to others nothing could be added. */
  private static final JsonDataOptions CLOSED =
      new JsonDataOptions(false, false, false, false, false);

  private final SchemaToJson writer = new SchemaToJson(CLOSED);
  private final JsonToSchema reader = new JsonToSchema(CLOSED);

  /**
   * The JSON Schema; equal schemas give equal text.
   *
   * @throws DataException if JSON Schema has no words for it
   */
  public SchemaSource write(Schema schema) {
    try {
      return SchemaSource.of(SchemaType.JSON, Json.MAPPER.writeValueAsString(writer.write(schema)));
    } catch (JsonProcessingException e) {
      throw new DataException("A JSON Schema cannot be written", e);
    }
  }

  /**
   * The schema of what is read with a JSON Schema.
   *
   * @throws DataException if Connect has no words for it, or everything fits it
   */
  public Schema read(SchemaSource schema) {
    Schema read = reader.read(schema.text(), schema.dependencies());
    if (read == null) {
      throw new DataException("Everything fits the JSON Schema, so it says nothing of records");
    }
    return read;
  }
}
