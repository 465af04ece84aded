package io.sluice.contract.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A decision on a schema. There is one event for it, however often it was made again: after a
 * restart, and for how many records.
 *
 * @param id rises with each event
 * @param times how often it was made
 * @param records how many records were frozen, kept or passed for it; 0 for the other decisions
 */
public record SchemaEvent(
    long id, Ruling ruling, Instant firstAt, Instant lastAt, long times, long records) {

  /** What was decided. */
  public enum Kind {
    /** The schema was found among the subject's versions. */
    ACCEPTED,
    /** It became a version. */
    REGISTERED,
    /** Records go on in the version before. */
    FROZEN,
    /** Records are kept among the dead letters. */
    DEAD_LETTER,
    /** The pipeline stopped. */
    STOPPED,
    /** Records go on, and nobody judged them. */
    PASSED;

    /** Whether somebody may have to do something about it. */
    public boolean isTrouble() {
      return this == FROZEN || this == DEAD_LETTER || this == STOPPED;
    }
  }

  /**
   * A decision as it was made.
   *
   * @param run the run of the pipeline; empty if it has none
   * @param because the key of the file that it follows from, with its value; may be empty
   * @param shape tells schemas apart that differ in more than what describes
   * @param fromVersion the version that was the newest; empty if there was none
   * @param toVersion the version that the schema is, or that records were brought into; empty if
   *     there is none
   * @param details conflicts or fields, each with its path; no values of records
   * @param schema the schema that came; null if there was none, or none that could be written
   * @param position where in the source its first record lay
   */
  public record Ruling(
      String pipeline,
      OptionalLong run,
      String topic,
      String subject,
      Kind kind,
      String because,
      String shape,
      OptionalInt fromVersion,
      OptionalInt toVersion,
      List<String> details,
      @Nullable WrittenSchema schema,
      Position position) {
    public Ruling {
      requireNonNull(pipeline);
      requireNonNull(topic);
      requireNonNull(subject);
      requireNonNull(kind);
      details = List.copyOf(details);
      requireNonNull(position);
    }
  }

  /**
   * A schema in the registry's language.
   *
   * @param type as APIs call it: AVRO, JSON, PROTOBUF
   */
  public record WrittenSchema(String type, String text) {}

  /** A place in the source: canonical JSON, as checkpoints have it; empty where it is unknown. */
  public record Position(Optional<String> partition, Optional<String> offset) {}
}
