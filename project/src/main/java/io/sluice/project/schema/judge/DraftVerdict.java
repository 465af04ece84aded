package io.sluice.project.schema.judge;

import static java.util.Objects.requireNonNull;

import io.sluice.schema.compatibility.Verdict.Conflict;
import java.util.List;
import java.util.Optional;

/**
 * What a schema is to a subject.
 *
 * @param level that it was held to; empty if it was held to none
 * @param version that it is; empty unless it is one already
 * @param conflicts why it cannot be the next version
 * @param trouble why it cannot be judged; empty if it was
 */
public record DraftVerdict(
    Status status,
    Optional<String> level,
    Optional<Integer> version,
    List<Conflict> conflicts,
    Optional<String> trouble) {
  public DraftVerdict {
    requireNonNull(status, "status is null");
    requireNonNull(level, "level is null");
    requireNonNull(version, "version is null");
    conflicts = List.copyOf(conflicts);
    requireNonNull(trouble, "trouble is null");
  }

  /** What a schema may be to a subject. */
  public enum Status {
    /** The subject has no version yet. */
    NEW,
    /** It is a version already. */
    REGISTERED,
    /** It can be the next version. */
    COMPATIBLE,
    /** It cannot. */
    INCOMPATIBLE,
    /** It is no schema, or what it needs is not there. */
    INVALID;

    /** Whether it can be registered, or is. */
    public boolean isGood() {
      return this != INCOMPATIBLE && this != INVALID;
    }
  }

  static DraftVerdict fresh() {
    return new DraftVerdict(
        Status.NEW, Optional.empty(), Optional.empty(), List.of(), Optional.empty());
  }

  static DraftVerdict registered(int version) {
    return new DraftVerdict(
        Status.REGISTERED, Optional.empty(), Optional.of(version), List.of(), Optional.empty());
  }

  static DraftVerdict judged(String level, List<Conflict> conflicts) {
    return new DraftVerdict(
        conflicts.isEmpty() ? Status.COMPATIBLE : Status.INCOMPATIBLE,
        Optional.of(level),
        Optional.empty(),
        conflicts,
        Optional.empty());
  }

  /** Of what is no schema, in a sentence that says why. */
  public static DraftVerdict invalid(String why) {
    return new DraftVerdict(
        Status.INVALID, Optional.empty(), Optional.empty(), List.of(), Optional.of(why));
  }
}
