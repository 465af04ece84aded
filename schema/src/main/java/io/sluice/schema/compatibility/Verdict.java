package io.sluice.schema.compatibility;

import io.sluice.schema.Incompatibility;
import java.util.List;

/**
 * What came out when a schema was held against earlier versions.
 *
 * @param conflicts why it does not fit; empty if it does
 */
public record Verdict(List<Conflict> conflicts) {
  public Verdict {
    conflicts = List.copyOf(conflicts);
  }

  /** Whether nothing speaks against it. */
  public boolean isCompatible() {
    return conflicts.isEmpty();
  }

  /**
   * One reason against it.
   *
   * @param version the earlier version that it was held against
   * @param reader who would break
   */
  public record Conflict(int version, Reader reader, Incompatibility incompatibility) {}

  /** Who cannot read. */
  public enum Reader {
    /** Who has the new schema, at data of the earlier version. */
    OF_THE_NEW,
    /** Who has the earlier version, at data of the new schema. */
    OF_THE_EARLIER
  }
}
