package io.sluice.contract.language;

import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.schema.avro.AvroFormat;
import io.sluice.schema.avro.AvroSchema;
import io.sluice.serdes.avro.mapping.Mapping;
import io.sluice.serdes.avro.mapping.ToAvro;
import io.sluice.serdes.avro.mapping.ToConnect;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * Avro, as its converter maps Connect's schemas with {@code scrub.invalid.names=true}: names of
 * servers, tables and columns are what a database allows, and no pipeline may stop for them.
 */
final class AvroLanguage implements SchemaLanguage {
  /** Names that are allowed in Avro are the same without it. */
  private static final Mapping SCRUBBING = new Mapping(true, false, false, true, false, false);

  private final AvroFormat format = new AvroFormat(SchemaLimits.defaults());

  @Override
  public SchemaSource write(Schema schema) {
    return SchemaSource.of(SchemaType.AVRO, ToAvro.schema(schema, SCRUBBING).toString());
  }

  @Override
  public String fieldName(String name) {
    return ToAvro.fieldName(name, SCRUBBING);
  }

  @Override
  public Schema read(SchemaSource schema) {
    if (schema.type() != SchemaType.AVRO) {
      throw new DataException("The schema is of type " + schema.type() + ", expected AVRO");
    }
    try {
      AvroSchema parsed = (AvroSchema) format.parse(schema);
      Schema read = ToConnect.schema(parsed.schema(), SCRUBBING);
      if (read == null) {
        throw new DataException("The schema holds any value, so it says nothing of records");
      }
      return read;
    } catch (InvalidSchemaException e) {
      throw new DataException("The registry's schema cannot be read", e);
    }
  }
}
