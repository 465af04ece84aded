package io.sluice.connector.table.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** What a database has committed: each row is the offset of its record. */
final class StoredRows {
  /** Somebody else has stored offsets. */
  static final class TakenException extends SQLException {
    private static final long serialVersionUID = 1L;
  }

  private final Map<TopicPartition, Long> offsets = new HashMap<>();
  private final Map<TopicPartition, List<Long>> rows = new HashMap<>();

  Map<TopicPartition, Long> offsets() {
    return Map.copyOf(offsets);
  }

  void commit(
      List<SinkRecord> written, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to)
      throws TakenException {
    for (Map.Entry<TopicPartition, Long> entry : to.entrySet()) {
      Long believed = from.get(entry.getKey());
      if (!entry.getValue().equals(believed)
          && !Objects.equals(believed, offsets.get(entry.getKey()))) {
        throw new TakenException();
      }
    }
    offsets.putAll(to);
    for (SinkRecord record : written) {
      rows.computeIfAbsent(partition(record), p -> new ArrayList<>()).add(record.kafkaOffset());
    }
  }

  /** Every record below the committed offset is a row exactly once, in order, and no other. */
  void requireRowsBelowOffsets(Map<TopicPartition, List<Long>> rowless) {
    offsets.forEach(
        (partition, next) -> {
          List<Long> without = rowless.getOrDefault(partition, List.of());
          assertThat(rows(partition))
              .as("rows of %s, committed up to %d", partition, next)
              .isEqualTo(
                  LongStream.range(0, next).boxed().filter(o -> !without.contains(o)).toList());
        });
    assertThat(offsets.keySet()).containsAll(rows.keySet());
  }

  List<Long> rows(TopicPartition partition) {
    return rows.getOrDefault(partition, List.of());
  }

  static TopicPartition partition(SinkRecord record) {
    return new TopicPartition(record.topic(), record.kafkaPartition());
  }
}
