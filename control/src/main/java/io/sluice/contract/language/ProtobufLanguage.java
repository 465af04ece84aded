package io.sluice.contract.language;

import io.sluice.contract.subject.SubjectRegistry.Version;
import io.sluice.schema.SchemaSource;
import io.sluice.serdes.protobuf.ProtobufSchemas;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;

/**
 * Protobuf, whose readers know a field by its number: a number is one field's for as long as the
 * subject lives.
 */
final class ProtobufLanguage implements SchemaLanguage {
  private final ProtobufSchemas schemas = new ProtobufSchemas();

  @Override
  public SchemaSource write(Schema schema) {
    return schemas.write(schema);
  }

  @Override
  public SchemaSource write(Schema schema, Supplier<Stream<SchemaSource>> earlier) {
    return schemas.write(schema, earlier.get());
  }

  @Override
  public List<String> contradictions(SchemaSource schema, Supplier<Stream<Version>> versions) {
    return versions
        .get()
        .map(
            version ->
                schemas.contradictions(schema, version.schema()).stream()
                    .map(text -> text + " in version " + version.number() + " (NUMBER_REUSED)")
                    .toList())
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  @Override
  public Schema read(SchemaSource schema) {
    return schemas.read(schema);
  }
}
