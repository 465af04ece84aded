package io.sluice.project.schema.catalog;

import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.serdes.client.Contexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Schemas of a registry with all that they need, read. Remembers what it has asked for. */
public final class SchemaSources {
  /** Where versions are found. */
  @FunctionalInterface
  public interface Lookup {
    /** A version, deleted or not: what is needed is there for those who need it. */
    Optional<Entry> find(String subject, int version);
  }

  private final Lookup lookup;
  private final SchemaFormats formats;
  private final Map<String, Entry> asked = new HashMap<>();

  public SchemaSources(Lookup lookup, SchemaFormats formats) {
    this.lookup = lookup;
    this.formats = formats;
  }

  /** Those of a registry. */
  public static SchemaSources of(Catalog catalog, SchemaFormats formats) {
    return new SchemaSources(
        (subject, version) -> catalog.version(subject, version, true), formats);
  }

  /** A version, read. */
  public ParsedSchema parsed(Entry version) {
    return formats.parse(source(version));
  }

  /** A version with the texts of what it needs. */
  public SchemaSource source(Entry version) {
    return source(version.type(), version.text(), version.subject(), version.references());
  }

  /**
   * A schema that need not be registered, which needs what is.
   *
   * @param subject whose it is or will be
   * @throws InvalidSchemaException if what it needs is not there, or needs itself
   */
  public SchemaSource source(
      SchemaType type, String text, String subject, List<SchemaReference> references) {
    Map<String, String> dependencies = new LinkedHashMap<>();
    for (SchemaReference reference : references) {
      add(reference, subject, dependencies, new LinkedHashSet<>());
    }
    return new SchemaSource(type, text, references, dependencies);
  }

  private void add(
      SchemaReference reference, String by, Map<String, String> dependencies, Set<String> way) {
    String subject = Contexts.qualified(reference.subject(), by);
    Entry found = version(subject, reference.version(), by);
    if (!way.add(found.name())) {
      List<String> circle = new ArrayList<>(way);
      circle.add(found.name());
      throw new InvalidSchemaException("References go in a circle: " + String.join(", ", circle));
    }
    found.references().forEach(each -> add(each, subject, dependencies, way));
    way.remove(found.name());
    dependencies.putIfAbsent(reference.name(), found.text());
  }

  private Entry version(String subject, int version, String by) {
    return asked.computeIfAbsent(
        subject + "@" + version,
        name ->
            lookup
                .find(subject, version)
                .orElseThrow(
                    () ->
                        new InvalidSchemaException(
                            "The schema of "
                                + by
                                + " refers to "
                                + name
                                + ", which the registry does not have")));
  }
}
