package io.sluice.acceptance.pair;

import io.sluice.converters.ExactJsonConverter;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.source.SourceRecord;

/** What is left of a record when it has lain in a topic, as pipelines have it by default. */
final class ThroughTopic implements UnaryOperator<SourceRecord> {
  private final ExactJsonConverter writing = new ExactJsonConverter();
  private final ExactJsonConverter reading = new ExactJsonConverter();

  ThroughTopic() {
    writing.configure(Map.of(), false);
    reading.configure(Map.of(), false);
  }

  @Override
  public SourceRecord apply(SourceRecord record) {
    String topic = record.topic();
    SchemaAndValue key =
        reading.toConnectData(
            topic, writing.fromConnectData(topic, record.keySchema(), record.key()));
    SchemaAndValue value =
        reading.toConnectData(
            topic, writing.fromConnectData(topic, record.valueSchema(), record.value()));
    return record.newRecord(
        topic,
        record.kafkaPartition(),
        key.schema(),
        key.value(),
        value.schema(),
        value.value(),
        record.timestamp(),
        record.headers());
  }
}
