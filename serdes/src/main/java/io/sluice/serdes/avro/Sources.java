package io.sluice.serdes.avro;

import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.schema.avro.AvroFormat;
import org.apache.avro.Schema;

/** Schemas that a registry gave. */
final class Sources {
  private Sources() {}

  /**
   * The schema as Avro's library has it.
   *
   * @throws InvalidSchemaException if it is none of Avro's
   */
  static Schema schema(SchemaSource source, AvroFormat format) {
    if (source.type() != SchemaType.AVRO) {
      throw new InvalidSchemaException(
          "expected a schema of type AVRO, found one of type "
              + source.type()
              + ". Use the converter or deserializer of that type");
    }
    return format.parse(source).schema();
  }
}
