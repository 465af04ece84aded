package io.sluice.serdes.client;

import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Brings what a schema needs together. */
final class References {
  private final RegistryClient client;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Set<String> begun = new HashSet<>();

  private References(RegistryClient client) {
    this.client = client;
  }

  /**
   * @param subject whose the schema is
   */
  static SchemaSource resolve(String subject, SchemaText schema, RegistryClient client) {
    References references = new References(client);
    references.gather(subject, schema);
    return new SchemaSource(schema.type(), schema.text(), schema.references(), references.texts);
  }

  private void gather(String subject, SchemaText schema) {
    for (SchemaReference reference : schema.references()) {
      // One that is under way already needs itself; the format says what that means.
      if (begun.add(reference.name())) {
        String needed = Contexts.qualified(reference.subject(), subject);
        SchemaText text = client.version(needed, reference.version()).schema();
        gather(needed, text);
        texts.put(reference.name(), text.text());
      }
    }
  }
}
