package io.sluice.cli.schema.judge;

import io.sluice.cli.schema.files.FileReference;
import io.sluice.cli.schema.files.SchemaFile;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.schema.catalog.Entry;
import io.sluice.project.schema.catalog.SchemaSources;
import io.sluice.project.schema.judge.DraftCheck;
import io.sluice.project.schema.judge.DraftVerdict;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.formats.SchemaFormats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds files against a registry, together: what one needs of another is taken from that file, so
 * that a change of several is judged before any of it is registered. Nothing is changed there. For
 * one thread.
 */
public final class FileCheck {
  private final Catalog catalog;
  private final SchemaFormats formats;
  private final SchemaSources sources;
  private final DraftCheck drafts;
  private final Map<String, Judged> judged = new LinkedHashMap<>();

  /** A file of this set that was looked at; without a source if it is no schema. */
  private record Judged(Finding finding, Optional<SchemaSource> source) {}

  public FileCheck(Catalog catalog, SchemaFormats formats) {
    this.catalog = catalog;
    this.formats = formats;
    this.sources = SchemaSources.of(catalog, formats);
    this.drafts = new DraftCheck(catalog, formats, sources);
  }

  /**
   * Judges files.
   *
   * @param files each after those that it needs
   */
  public List<Finding> check(List<SchemaFile> files) {
    for (SchemaFile file : files) {
      judged.put(file.subject(), judge(file));
    }
    return judged.values().stream().map(Judged::finding).toList();
  }

  private Judged judge(SchemaFile file) {
    SchemaSource source;
    try {
      source = source(file);
      formats.parse(source);
    } catch (InvalidSchemaException e) {
      DraftVerdict invalid = DraftVerdict.invalid(String.valueOf(e.getMessage()));
      return new Judged(new Finding(file, invalid), Optional.empty());
    }
    return new Judged(
        new Finding(file, drafts.check(file.subject(), source, file.level())), Optional.of(source));
  }

  private SchemaSource source(SchemaFile file) {
    Map<String, String> dependencies = new LinkedHashMap<>();
    List<SchemaReference> references = new ArrayList<>();
    for (FileReference needed : file.references()) {
      Judged other = judged.get(needed.subject());
      if (other != null && needed.version().isEmpty()) {
        SchemaSource source =
            other.source.orElseThrow(
                () ->
                    new InvalidSchemaException(
                        "It needs " + other.finding.file().name() + ", which is no schema"));
        source.dependencies().forEach(dependencies::putIfAbsent);
        dependencies.putIfAbsent(needed.name(), source.text());
        // Without a number until it has one.
        references.add(
            new SchemaReference(
                needed.name(), needed.subject(), other.finding.verdict().version().orElse(0)));
      } else {
        SchemaReference reference = registered(file, needed);
        sources
            .source(file.type(), file.text(), file.subject(), List.of(reference))
            .dependencies()
            .forEach(dependencies::putIfAbsent);
        references.add(reference);
      }
    }
    return new SchemaSource(file.type(), file.text(), references, dependencies);
  }

  private SchemaReference registered(SchemaFile file, FileReference needed) {
    int version =
        needed
            .version()
            .orElseGet(
                () ->
                    catalog
                        .latest(needed.subject())
                        .map(Entry::version)
                        .orElseThrow(
                            () ->
                                new InvalidSchemaException(
                                    "It needs "
                                        + needed.name()
                                        + " of subject "
                                        + needed.subject()
                                        + ", which neither the registry has nor a file")));
    return new SchemaReference(needed.name(), needed.subject(), version);
  }
}
