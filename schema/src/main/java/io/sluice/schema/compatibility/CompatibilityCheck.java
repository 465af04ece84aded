package io.sluice.schema.compatibility;

import io.sluice.schema.Incompatibility;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.compatibility.Verdict.Conflict;
import io.sluice.schema.compatibility.Verdict.Reader;
import io.sluice.schema.formats.SchemaFormats;
import java.util.ArrayList;
import java.util.List;

/** Holds a schema against earlier versions. Thread-safe. */
public final class CompatibilityCheck {
  private final SchemaFormats formats;

  public CompatibilityCheck(SchemaFormats formats) {
    this.formats = formats;
  }

  /** An earlier version and its number. */
  public record Earlier(int version, ParsedSchema schema) {}

  /**
   * Judges a schema.
   *
   * @param earlier all earlier versions that count, in their order; of levels that are not
   *     transitive only the last one is looked at
   */
  public Verdict check(CompatibilityLevel level, ParsedSchema schema, List<Earlier> earlier) {
    if (level == CompatibilityLevel.NONE || earlier.isEmpty()) {
      return new Verdict(List.of());
    }
    List<Earlier> looked =
        level.isTransitive() ? earlier : earlier.subList(earlier.size() - 1, earlier.size());
    List<Conflict> conflicts = new ArrayList<>();
    // The newest first: what is nearest explains most.
    for (int i = looked.size() - 1; i >= 0; i--) {
      conflicts.addAll(against(looked.get(i), level, schema));
    }
    return new Verdict(conflicts);
  }

  private List<Conflict> against(Earlier earlier, CompatibilityLevel level, ParsedSchema schema) {
    int version = earlier.version();
    if (earlier.schema().type() != schema.type()) {
      return List.of(
          new Conflict(
              version,
              level.isBackward() ? Reader.OF_THE_NEW : Reader.OF_THE_EARLIER,
              new Incompatibility(
                  "SCHEMA_TYPE_CHANGED",
                  "",
                  "Version "
                      + version
                      + " is of type "
                      + earlier.schema().type()
                      + ", the new schema of type "
                      + schema.type()
                      + ": no reader of the one can read the other.")));
    }
    SchemaFormat format = formats.of(schema.type());
    List<Conflict> conflicts = new ArrayList<>();
    if (level.isBackward()) {
      for (Incompatibility found : format.incompatibilities(schema, earlier.schema())) {
        conflicts.add(new Conflict(version, Reader.OF_THE_NEW, found));
      }
    }
    if (level.isForward()) {
      for (Incompatibility found : format.incompatibilities(earlier.schema(), schema)) {
        conflicts.add(new Conflict(version, Reader.OF_THE_EARLIER, found));
      }
    }
    return conflicts;
  }
}
