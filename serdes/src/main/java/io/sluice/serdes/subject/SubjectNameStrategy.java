package io.sluice.serdes.subject;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names the subject of a schema. Thread-safe, and always says the same of the same. A class of
 * one's own, with a public constructor without arguments, may be named in settings.
 */
@FunctionalInterface
public interface SubjectNameStrategy {
  /**
   * The subject.
   *
   * @param topic of the records; null where they have none
   * @param recordName what the schema calls its record, as {@link
   *     io.sluice.schema.ParsedSchema#recordName} has it
   * @throws IllegalArgumentException if it needs what is not there; the message says what to do
   */
  String subject(@Nullable String topic, boolean isKey, Optional<String> recordName);
}
