package io.sluice.contract.subject;

import io.sluice.schema.SchemaSource;
import io.sluice.schema.compatibility.CompatibilityLevel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A registry as a contract asks it. Thread-safe. Everything throws {@link
 * org.apache.kafka.connect.errors.RetriableException} where the registry cannot answer now, and
 * {@link io.sluice.engine.fault.FaultException} where it refuses for another reason than a schema's
 * compatibility.
 */
public interface SubjectRegistry extends AutoCloseable {
  /** A version of a subject, with the texts of all that its schema needs. */
  record Version(int number, SchemaSource schema) {}

  /** What came of registering. */
  sealed interface Outcome {
    /** The schema is that version, now or since long ago. */
    record Registered(int version) implements Outcome {}

    /** It may not be one. */
    record Incompatible(List<String> conflicts) implements Outcome {
      public Incompatible {
        conflicts = List.copyOf(conflicts);
      }
    }
  }

  /** Which version of the subject that schema is; empty if it is none. */
  OptionalInt find(String subject, SchemaSource schema);

  /** The newest version of the subject; empty if it has none. */
  Optional<Version> latest(String subject);

  /**
   * All versions of the subject, behind them the soft-deleted ones, each the newest first; none if
   * there is none. Each is asked for when the stream comes to it; one that is deleted for ever
   * meanwhile is passed over.
   */
  Stream<Version> history(String subject);

  /** The same without those that are deleted. */
  Stream<Version> versions(String subject);

  /** Why the schema may not be the next version, each with its path; empty if it may. */
  List<String> conflicts(String subject, SchemaSource schema);

  /** Makes the schema a version of the subject. */
  Outcome register(String subject, SchemaSource schema);

  /** The level that holds on the subject: its own, or what is said above it. */
  CompatibilityLevel level(String subject);

  /** Has that level hold on the subject, whatever is said above it later. */
  void holdLevel(String subject, CompatibilityLevel level);

  @Override
  void close();
}
