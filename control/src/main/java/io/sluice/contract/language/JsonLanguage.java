package io.sluice.contract.language;

import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.serdes.json.JsonSchemas;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/** JSON Schema. */
final class JsonLanguage implements SchemaLanguage {
  private final JsonSchemas schemas = new JsonSchemas();

  @Override
  public SchemaSource write(Schema schema) {
    return schemas.write(schema);
  }

  @Override
  public Schema read(SchemaSource schema) {
    if (schema.type() != SchemaType.JSON) {
      throw new DataException("The schema is of type " + schema.type() + ", expected JSON");
    }
    return schemas.read(schema);
  }
}
