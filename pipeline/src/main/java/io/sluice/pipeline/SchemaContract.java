package io.sluice.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a pipeline promises about the schemas of its records, and what becomes of records whose
 * schema changed.
 *
 * @param format in which language schemas are written in the registry
 * @param compatibility what a new version owes the earlier ones, set on the subjects; empty for
 *     what the registry says
 * @param onChange what becomes of a change that the registry's rules allow
 * @param onIncompatible what becomes of one that they do not
 * @param onSchemaless what becomes of records without a schema
 * @param subjectName which subject a schema belongs to
 * @param keys whether the schemas of keys are held as well
 * @param registry where the registry is and how one gets in, by the names that its clients know
 *     without {@code schema.registry.} in front, secrets unresolved; empty for that of the project
 */
public record SchemaContract(
    Format format,
    Optional<Compatibility> compatibility,
    OnChange onChange,
    OnIncompatible onIncompatible,
    OnSchemaless onSchemaless,
    SubjectName subjectName,
    boolean keys,
    Optional<UnresolvedConfig> registry) {
  /** A language of schemas. */
  public enum Format {
    AVRO,
    JSON,
    PROTOBUF
  }

  /** The levels of Confluent's documentation, by its names. */
  public enum Compatibility {
    NONE,
    BACKWARD,
    BACKWARD_TRANSITIVE,
    FORWARD,
    FORWARD_TRANSITIVE,
    FULL,
    FULL_TRANSITIVE
  }

  /** What becomes of a change that is allowed. */
  public enum OnChange {
    /** It is a new version, and records go on. */
    EVOLVE,
    /** Records go on in the schema that was accepted last. */
    FREEZE,
    /** Records of it are kept among the dead letters. */
    DEAD_LETTER,
    /** The pipeline stops before the first of them. */
    STOP
  }

  /** What becomes of a change that is not allowed. */
  public enum OnIncompatible {
    /** The pipeline stops before the first record of it. */
    STOP,
    /** Records of it are kept among the dead letters. */
    DEAD_LETTER,
    /** Records go on in the schema that was accepted last, as far as they can. */
    FREEZE
  }

  /** What becomes of records without a schema, which nobody can judge. */
  public enum OnSchemaless {
    /** They are met as a change that is not allowed. */
    REFUSE,
    /** They go on, and that is noted. */
    PASS
  }

  /** How a subject is called, as the strategies of Confluent's serializers call it. */
  public enum SubjectName {
    /** The topic, with {@code -key} or {@code -value}. */
    TOPIC,
    /** The full name of the record. */
    RECORD,
    /** The topic, and the full name of the record. */
    TOPIC_RECORD
  }

  /** What holds when a file says {@code schema: {}}. */
  public static final SchemaContract DEFAULT =
      new SchemaContract(
          Format.AVRO,
          Optional.empty(),
          OnChange.EVOLVE,
          OnIncompatible.STOP,
          OnSchemaless.REFUSE,
          SubjectName.TOPIC,
          true,
          Optional.empty());

  public SchemaContract {
    requireNonNull(format, "format is null");
    requireNonNull(compatibility, "compatibility is null");
    requireNonNull(onChange, "onChange is null");
    requireNonNull(onIncompatible, "onIncompatible is null");
    requireNonNull(onSchemaless, "onSchemaless is null");
    requireNonNull(subjectName, "subjectName is null");
    requireNonNull(registry, "registry is null");
  }
}
