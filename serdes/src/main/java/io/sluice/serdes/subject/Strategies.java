package io.sluice.serdes.subject;

import java.util.Optional;

/** Which strategy a setting means. */
public final class Strategies {
  private static final String CONFLUENT = "io.confluent.kafka.serializers.subject.";
  private static final String EXPECTED =
      "expected TopicNameStrategy, RecordNameStrategy, TopicRecordNameStrategy (also with"
          + " Confluent's package before it), or a class that implements "
          + SubjectNameStrategy.class.getName();

  private Strategies() {}

  /**
   * The strategy of that name: one of the standard ones, whose class of Confluent's means ours, or
   * a class of the user's own.
   *
   * @throws IllegalArgumentException if it is none; the message says what was expected
   */
  public static SubjectNameStrategy named(String name) {
    String trimmed = name.trim();
    String simple = trimmed.startsWith(CONFLUENT) ? trimmed.substring(CONFLUENT.length()) : trimmed;
    Optional<StandardStrategy> standard = StandardStrategy.named(simple);
    return standard.isPresent() ? standard.get() : own(trimmed);
  }

  private static SubjectNameStrategy own(String className) {
    try {
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      Class<?> type =
          Class.forName(
              className, true, context == null ? Strategies.class.getClassLoader() : context);
      return type.asSubclass(SubjectNameStrategy.class).getConstructor().newInstance();
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw new IllegalArgumentException(EXPECTED + "; found " + className, e);
    }
  }
}
