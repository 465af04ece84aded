package io.sluice.contract;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.pipeline.SchemaContract;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.serdes.subject.StandardStrategy;
import java.util.Optional;

/** Which subject a schema belongs to, by the contract's strategy. Thread-safe. */
final class Subjects {
  private final StandardStrategy strategy;
  private final SchemaFormats formats;

  Subjects(SchemaContract.SubjectName name, SchemaFormats formats) {
    this.strategy =
        switch (name) {
          case TOPIC -> StandardStrategy.TOPIC_NAME;
          case RECORD -> StandardStrategy.RECORD_NAME;
          case TOPIC_RECORD -> StandardStrategy.TOPIC_RECORD_NAME;
        };
    this.formats = formats;
  }

  /** The subject of a schema that is written in the contract's language. */
  String of(String topic, boolean isKey, SchemaSource schema) {
    Optional<String> record =
        strategy == StandardStrategy.TOPIC_NAME
            ? Optional.empty()
            : formats.parse(schema).recordName();
    try {
      return strategy.subject(topic, isKey, record);
    } catch (IllegalArgumentException nameless) {
      throw new FaultException(
          Fault.CONFIGURATION,
          "schema.subject_name: "
              + nameless.getMessage()
              + ". This is the "
              + (isKey ? "key" : "value")
              + " of topic "
              + topic
              + (isKey ? "; 'schema.keys: false' leaves keys out" : ""),
          nameless);
    }
  }

  /** The subject of what has no schema that could be written; by the topic alone. */
  static String nameless(String topic, boolean isKey) {
    return StandardStrategy.TOPIC_NAME.subject(topic, isKey, Optional.empty());
  }
}
