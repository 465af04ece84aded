package io.sluice.cli.schema;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.project.schema.catalog.Catalog;
import io.sluice.project.schema.catalog.Entry;
import java.util.List;
import java.util.Optional;

/**
 * A version as people name it: {@code SUBJECT}, {@code SUBJECT@3} or {@code SUBJECT@latest}.
 *
 * @param version empty for the newest
 */
record SchemaArgument(String subject, Optional<Integer> version) {
  private static final String LATEST = "latest";

  /** Reads it; an {@code @} that no number follows is part of the subject. */
  static SchemaArgument of(String text) {
    int at = text.lastIndexOf('@');
    String behind = at < 0 ? "" : text.substring(at + 1);
    if (behind.equals(LATEST)) {
      return new SchemaArgument(text.substring(0, at), Optional.empty());
    }
    return behind.matches("[1-9][0-9]{0,8}")
        ? new SchemaArgument(text.substring(0, at), Optional.of(Integer.valueOf(behind)))
        : new SchemaArgument(text, Optional.empty());
  }

  /**
   * Finds it.
   *
   * @throws CommandFailure if there is none
   */
  Entry in(Catalog catalog) {
    Optional<Entry> found =
        version.isPresent()
            ? catalog.version(subject, version.get(), true)
            : catalog.latest(subject);
    return found.orElseThrow(() -> missing(catalog));
  }

  private CommandFailure missing(Catalog catalog) {
    List<Integer> versions = catalog.versions(subject, true);
    int at = subject.lastIndexOf('@');
    if (versions.isEmpty()
        && at > 0
        && !catalog.versions(subject.substring(0, at), true).isEmpty()) {
      return new CommandFailure(
          ExitCode.USAGE,
          subject
              + ": expected the number of a version behind the @, from 1, or 'latest', but found '"
              + subject.substring(at + 1)
              + "'",
          null);
    }
    String hint =
        versions.isEmpty()
            ? "See what is in that registry: sluice schema ls, with the same --registry or --state."
            : "It has the versions " + versions + "; those that are deleted have to be named.";
    return new CommandFailure(
        ExitCode.NOT_FOUND,
        catalog.name()
            + " has no "
            + (versions.isEmpty() ? "subject " + subject : "such version of " + subject),
        hint);
  }
}
