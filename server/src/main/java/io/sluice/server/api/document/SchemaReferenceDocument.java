package io.sluice.server.api.document;

import io.sluice.schema.SchemaReference;

/** What a schema needs. */
@Meaning("Another schema that a schema needs")
public record SchemaReferenceDocument(
    @Meaning(
            "As the schema calls it: a full name in Avro, a path in Protobuf, a URI in JSON Schema")
        String name,
    String subject,
    int version) {

  public static SchemaReferenceDocument of(SchemaReference reference) {
    return new SchemaReferenceDocument(reference.name(), reference.subject(), reference.version());
  }

  /** The same for those who judge. */
  public SchemaReference reference() {
    return new SchemaReference(name, subject, version);
  }
}
