package io.sluice.serdes.subject;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The strategies of Confluent's documentation ("Subject name strategy"). */
public enum StandardStrategy implements SubjectNameStrategy {
  /** {@code <topic>-key} and {@code <topic>-value}: a topic has one type. */
  TOPIC_NAME("TopicNameStrategy") {
    @Override
    public String subject(@Nullable String topic, boolean isKey, Optional<String> recordName) {
      return needed(topic) + (isKey ? "-key" : "-value");
    }
  },
  /** The record's full name: a type is the same in every topic. */
  RECORD_NAME("RecordNameStrategy") {
    @Override
    public String subject(@Nullable String topic, boolean isKey, Optional<String> recordName) {
      return recordName.orElseThrow(this::nameless);
    }
  },
  /** {@code <topic>-<record's full name>}: a topic has several types. */
  TOPIC_RECORD_NAME("TopicRecordNameStrategy") {
    @Override
    public String subject(@Nullable String topic, boolean isKey, Optional<String> recordName) {
      return needed(topic) + "-" + recordName.orElseThrow(this::nameless);
    }
  };

  private final String simpleName;

  StandardStrategy(String simpleName) {
    this.simpleName = simpleName;
  }

  /** The simple name of the class that documentation knows it by. */
  public String simpleName() {
    return simpleName;
  }

  /** The strategy of that simple name; empty if there is none. */
  static Optional<StandardStrategy> named(String simpleName) {
    return Arrays.stream(values()).filter(each -> each.simpleName.equals(simpleName)).findFirst();
  }

  String needed(@Nullable String topic) {
    if (topic == null) {
      throw new IllegalArgumentException(simpleName + " needs a topic, and the record has none");
    }
    return topic;
  }

  IllegalArgumentException nameless() {
    return new IllegalArgumentException(
        simpleName
            + " needs a schema that names its record, and this one does not. Name it, or use"
            + " TopicNameStrategy");
  }
}
