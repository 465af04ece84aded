package io.sluice.engine.tap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * How a record was at one stage.
 *
 * @param topic null where a transform or the source has left it without
 * @param timestamp as the record says it; null if it says none
 * @param headers by name, in their order
 * @param whole whether no value was left out; cut texts do not count
 */
public record RecordImage(
    @Nullable String topic,
    @Nullable Instant timestamp,
    Node key,
    Node value,
    Node headers,
    boolean whole) {

  /** A copy within so many bytes, about. */
  static RecordImage of(ConnectRecord<?> record, long room, UnaryOperator<String> redact) {
    NodeCopy copy = new NodeCopy(room, redact);
    Node key = copy.of(record.keySchema(), record.key());
    Node value = copy.of(record.valueSchema(), record.value());
    List<Node.Child> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      if (headers.size() < MOST_HEADERS) {
        headers.add(new Node.Child(header.key(), copy.of(header.schema(), header.value())));
      }
    }
    int all = record.headers().size();
    Long timestamp = record.timestamp();
    return new RecordImage(
        record.topic(),
        timestamp == null ? null : Instant.ofEpochMilli(timestamp),
        key,
        value,
        new Node.Branch("", false, headers, all - headers.size()),
        copy.isWhole() && headers.size() == all);
  }

  private static final int MOST_HEADERS = 100;

  /** Whether it looks the same; maps have no order. */
  boolean isLike(RecordImage other) {
    return Objects.equals(topic, other.topic)
        && Objects.equals(timestamp, other.timestamp)
        && key.isLike(other.key)
        && value.isLike(other.value)
        && headers.equals(other.headers);
  }

  long weight() {
    return 96 + key.weight() + value.weight() + headers.weight();
  }
}
