package io.sluice.project.schema.judge;

import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.schema.catalog.Entry;
import io.sluice.project.schema.catalog.SchemaSources;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.compatibility.CompatibilityCheck;
import io.sluice.schema.compatibility.CompatibilityCheck.Earlier;
import io.sluice.schema.compatibility.CompatibilityLevel;
import io.sluice.schema.compatibility.Verdict;
import io.sluice.schema.formats.SchemaFormats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Judges what is not registered, by the registry's versions and levels but in this process: so the
 * answer is the same whichever registry it is. Changes nothing there. For one thread.
 */
public final class DraftCheck {
  private final Catalog catalog;
  private final SchemaFormats formats;
  private final SchemaSources sources;

  /**
   * By what a registry has.
   *
   * @param sources of the same registry
   */
  public DraftCheck(Catalog catalog, SchemaFormats formats, SchemaSources sources) {
    this.catalog = catalog;
    this.formats = formats;
    this.sources = sources;
  }

  /**
   * What a schema would be to a subject.
   *
   * @param source with the texts of all that it needs; a reference to what is not registered has
   *     the version 0
   * @param asked the level to hold it to; empty for that of the subject
   */
  public DraftVerdict check(
      String subject, SchemaSource source, Optional<CompatibilityLevel> asked) {
    ParsedSchema schema;
    try {
      schema = formats.parse(source);
    } catch (InvalidSchemaException e) {
      return DraftVerdict.invalid(String.valueOf(e.getMessage()));
    }
    try {
      return judge(subject, schema, source, asked);
    } catch (InvalidSchemaException e) {
      return DraftVerdict.invalid(
          "What the registry has of " + subject + " cannot be read here: " + e.getMessage());
    }
  }

  private DraftVerdict judge(
      String subject,
      ParsedSchema schema,
      SchemaSource source,
      Optional<CompatibilityLevel> asked) {
    List<Entry> entries = new ArrayList<>();
    for (int version : catalog.versions(subject, false)) {
      catalog.version(subject, version, false).ifPresent(entries::add);
    }
    if (entries.isEmpty()) {
      return DraftVerdict.fresh();
    }
    List<Earlier> earlier = new ArrayList<>();
    entries.forEach(entry -> earlier.add(new Earlier(entry.version(), sources.parsed(entry))));
    if (needsNothingNew(source)) {
      for (int i = entries.size() - 1; i >= 0; i--) {
        boolean same =
            earlier.get(i).schema().type() == schema.type()
                && earlier.get(i).schema().canonical().equals(schema.canonical())
                && sorted(entries.get(i).references()).equals(sorted(source.references()));
        if (same) {
          return DraftVerdict.registered(entries.get(i).version());
        }
      }
    }
    String level = asked.map(CompatibilityLevel::name).orElseGet(() -> catalog.level(subject));
    Optional<CompatibilityLevel> known = CompatibilityLevel.named(level);
    if (known.isEmpty()) {
      return DraftVerdict.invalid(
          "The registry holds the subject to " + level + ", which is not known here");
    }
    Verdict verdict = new CompatibilityCheck(formats).check(known.get(), schema, earlier);
    return DraftVerdict.judged(level, verdict.conflicts());
  }

  /** What needs something that is not registered yet cannot be registered itself. */
  private static boolean needsNothingNew(SchemaSource source) {
    return source.references().stream().allMatch(reference -> reference.version() > 0);
  }

  private static List<SchemaReference> sorted(List<SchemaReference> references) {
    List<SchemaReference> sorted = new ArrayList<>(references);
    sorted.sort(Comparator.comparing(SchemaReference::name));
    return sorted;
  }
}
