package io.sluice.server.schema;

import static java.util.Objects.requireNonNull;

import io.sluice.project.schema.catalog.Entry;
import io.sluice.project.schema.diff.SchemaDiff;

/**
 * Two versions of a subject.
 *
 * @param meaning what the second one says otherwise, and who can read what
 */
public record Difference(Entry first, Entry second, SchemaDiff meaning) {
  public Difference {
    requireNonNull(first, "first is null");
    requireNonNull(second, "second is null");
    requireNonNull(meaning, "meaning is null");
  }
}
