package io.sluice.registry;

import io.sluice.registry.store.VersionRow;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.compatibility.CompatibilityLevel;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The versions that a schema which is being registered was held against already: what a version
 * says never changes, so that a second look, after somebody else was faster, is at the new ones
 * alone. For one thread.
 */
final class Passed {
  private final Set<VersionRow> versions = new HashSet<>();
  private @Nullable CompatibilityLevel level;
  private @Nullable SchemaSource schema;

  /** What is still to be judged; all of it if the level is another one now, or the schema. */
  Judgement.Case open(Judgement.Case matter, Prepared prepared) {
    if (matter.level() != level || !prepared.source().equals(schema)) {
      versions.clear();
      level = matter.level();
      schema = prepared.source();
    }
    return matter.without(versions);
  }

  /** Notes that all of this was no obstacle. */
  void add(Judgement.Case judged) {
    versions.addAll(judged.earlier());
  }
}
