package io.sluice.schema.protobuf;

import io.sluice.schema.SchemaLimits;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Schemas of Protobuf, from their text. */
final class ProtoTexts {
  static final ProtobufFormat FORMAT = new ProtobufFormat(SchemaLimits.defaults());

  private ProtoTexts() {}

  static ProtobufSchema parsed(String text) {
    return parsed(text, Map.of());
  }

  /** A file that imports others. */
  static ProtobufSchema parsed(String text, Map<String, String> dependencies) {
    List<SchemaReference> references = new ArrayList<>();
    dependencies.keySet().forEach(name -> references.add(new SchemaReference(name, name, 1)));
    return FORMAT.parse(new SchemaSource(SchemaType.PROTOBUF, text, references, dependencies));
  }
}
