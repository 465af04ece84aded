package io.sluice.registry.store;

import io.sluice.registry.model.Metadata;
import io.sluice.registry.model.RuleSet;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.StorableText;
import io.sluice.schema.SchemaReference;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is stored beside the text of a content, as JSON; null where there is none.
 *
 * @param references what the text needs
 */
public record ContentNotes(
    @Nullable String references, @Nullable String metadata, @Nullable String ruleSet) {
  /** In characters, of a schema or of the settings of a subject: more than anybody writes. */
  public static final int LONGEST = 1 << 20;

  /** Of a content. */
  public static ContentNotes of(SchemaContent content) {
    return of(content.references(), content.metadata(), content.ruleSet());
  }

  /** Of these parts of a content. */
  public static ContentNotes of(
      List<SchemaReference> references, @Nullable Metadata metadata, @Nullable RuleSet ruleSet) {
    return new ContentNotes(
        ContentJson.writeReferences(references),
        ContentJson.write(metadata),
        ContentJson.write(ruleSet));
  }

  /** In characters of all three together. */
  public long length() {
    return all().mapToLong(String::length).sum();
  }

  /** Whether every database gives them back as they are. */
  public boolean areStorable() {
    return all().allMatch(StorableText::fits);
  }

  private Stream<String> all() {
    return Stream.of(references, metadata, ruleSet).flatMap(Stream::ofNullable);
  }
}
