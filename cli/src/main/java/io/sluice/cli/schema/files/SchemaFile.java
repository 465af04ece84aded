package io.sluice.cli.schema.files;

import static java.util.Objects.requireNonNull;

import io.sluice.schema.SchemaType;
import io.sluice.schema.compatibility.CompatibilityLevel;
import java.util.List;
import java.util.Optional;

/**
 * A file with a schema.
 *
 * @param name the file as people are to see it
 * @param subject of which it is to be a version
 * @param level to which it is held; empty for the registry's
 */
public record SchemaFile(
    String name,
    String subject,
    SchemaType type,
    String text,
    List<FileReference> references,
    Optional<CompatibilityLevel> level) {
  public SchemaFile {
    requireNonNull(name, "name is null");
    requireNonNull(subject, "subject is null");
    requireNonNull(type, "type is null");
    requireNonNull(text, "text is null");
    references = List.copyOf(references);
    requireNonNull(level, "level is null");
  }

  /** The same, of another subject. */
  SchemaFile of(String other) {
    return new SchemaFile(name, other, type, text, references, level);
  }

  /** The same with these references. */
  SchemaFile referring(List<FileReference> to) {
    return new SchemaFile(name, subject, type, text, to, level);
  }
}
