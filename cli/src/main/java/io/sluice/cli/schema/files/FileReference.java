package io.sluice.cli.schema.files;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a file needs.
 *
 * @param name by which its text calls it
 * @param subject whose it is: of another file, or of a registry
 * @param version which one; empty for the other file's, else the newest that the registry has
 */
public record FileReference(String name, String subject, Optional<Integer> version) {
  public FileReference {
    requireNonNull(name, "name is null");
    requireNonNull(subject, "subject is null");
    requireNonNull(version, "version is null");
  }
}
