package io.sluice.contract.policy;

import java.util.List;

/** What became known of the schema of a record's key or value, under its subject. */
public sealed interface Finding {
  /** It is a version of the subject, or differs from it only in what describes. */
  record Known(int version) implements Finding {}

  /** The subject has no version yet. */
  record First() implements Finding {}

  /**
   * The subject has versions, and it is none of them.
   *
   * @param latest the newest version
   * @param conflicts why it may not become the next one; empty if it may
   */
  record Change(int latest, List<String> conflicts) implements Finding {
    public Change {
      conflicts = List.copyOf(conflicts);
    }
  }

  /**
   * The contract's language has no words for it.
   *
   * @param latest the newest version of the subject; 0 if there is none
   */
  record Inexpressible(int latest, String why) implements Finding {}

  /** There is a key or value, and no schema. */
  record Schemaless() implements Finding {}
}
