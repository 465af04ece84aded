package io.sluice.project.schema.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A schema that is to become a version of a subject.
 *
 * @param forced the id and the version that it must get, which a registry heeds in mode IMPORT
 *     alone; empty for what comes next
 */
public record NewEntry(
    String subject,
    SchemaType type,
    String text,
    List<SchemaReference> references,
    Map<String, Object> metadata,
    Map<String, Object> ruleSet,
    Optional<Place> forced) {
  public NewEntry {
    requireNonNull(subject, "subject is null");
    requireNonNull(type, "type is null");
    requireNonNull(text, "text is null");
    references = List.copyOf(references);
    metadata = Map.copyOf(metadata);
    ruleSet = Map.copyOf(ruleSet);
    requireNonNull(forced, "forced is null");
  }

  /** Which id and version. */
  public record Place(int id, int version) {}

  /** One that gets the next version, and the id that its text has or the next one. */
  public static NewEntry of(
      String subject, SchemaType type, String text, List<SchemaReference> references) {
    return new NewEntry(subject, type, text, references, Map.of(), Map.of(), Optional.empty());
  }

  /** What another registry has, to be had in the same place. */
  public static NewEntry same(Entry version) {
    return new NewEntry(
        version.subject(),
        version.type(),
        version.text(),
        version.references(),
        version.metadata(),
        version.ruleSet(),
        Optional.of(new Place(version.id(), version.version())));
  }
}
