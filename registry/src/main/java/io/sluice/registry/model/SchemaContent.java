package io.sluice.registry.model;

import static java.util.Objects.requireNonNull;

import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has an id: a text with what it needs and what is noted beside it. */
public record SchemaContent(
    SchemaType type,
    String text,
    List<SchemaReference> references,
    @Nullable Metadata metadata,
    @Nullable RuleSet ruleSet) {
  public SchemaContent {
    requireNonNull(type, "type is null");
    requireNonNull(text, "text is null");
    references = List.copyOf(references);
  }

  /** A text that needs nothing, with nothing beside it. */
  public static SchemaContent of(SchemaType type, String text) {
    return new SchemaContent(type, text, List.of(), null, null);
  }
}
