package io.sluice.schema.avro;

import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Schemas of Avro, from their text. */
final class AvroTexts {
  static final AvroFormat FORMAT = new AvroFormat(SchemaLimits.defaults());

  private AvroTexts() {}

  /** A schema that needs no other; single quotes stand for double ones. */
  static AvroSchema parsed(String text) {
    return FORMAT.parse(SchemaSource.of(SchemaType.AVRO, text.replace('\'', '"')));
  }

  /** A schema that refers to others, each after those that it needs itself. */
  static AvroSchema parsed(String text, Map<String, String> dependencies) {
    List<SchemaReference> references = new ArrayList<>();
    dependencies.keySet().forEach(name -> references.add(new SchemaReference(name, name, 1)));
    return FORMAT.parse(new SchemaSource(SchemaType.AVRO, text, references, dependencies));
  }
}
