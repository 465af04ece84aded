package io.sluice.serdes.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schema as it goes to a registry and comes from one: what it needs is named, not there.
 *
 * @param references what it needs, in its order
 * @param metadata what the registry keeps beside it, as the API has it; null if nothing
 * @param ruleSet what is to be done with its data, as the API has it; null if nothing
 */
public record SchemaText(
    SchemaType type,
    String text,
    List<SchemaReference> references,
    @Nullable JsonNode metadata,
    @Nullable JsonNode ruleSet) {
  public SchemaText {
    requireNonNull(type, "type is null");
    requireNonNull(text, "text is null");
    references = List.copyOf(references);
  }

  /** A schema that needs no other. */
  public static SchemaText of(SchemaType type, String text) {
    return new SchemaText(type, text, List.of(), null, null);
  }

  /** That source's text and references, without the texts of what it needs. */
  public static SchemaText of(SchemaSource source) {
    return new SchemaText(source.type(), source.text(), source.references(), null, null);
  }
}
