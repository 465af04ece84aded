package io.sluice.kafka.topic;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Where a time is in the topics that a sink reads. For one thread. */
public final class TopicTimes implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Admin admin;

  /**
   * Nobody is asked yet.
   *
   * @param client settings of Kafka's clients, {@code bootstrap.servers} among them
   * @throws TopicException when they are wrong
   */
  public TopicTimes(Map<String, String> client) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("client.id", "sluice-times");
    settings.putIfAbsent("default.api.timeout.ms", String.valueOf(SinkPartitions.SECONDS * 1_000));
    settings.putIfAbsent("request.timeout.ms", String.valueOf(SinkPartitions.SECONDS * 1_000));
    try {
      admin = Admin.create(settings);
    } catch (KafkaException e) {
      throw new TopicException("no client for Kafka: " + e.getMessage(), e);
    }
  }

  /**
   * The offsets, as Connect words them, from which on a sink reads what came at a time or later: of
   * each partition the first such record, or its end where there is none. Which time a record has
   * says its topic: when it was made, unless {@code message.timestamp.type} says otherwise.
   *
   * @param config the sink connector's settings, which name its topics
   * @throws TopicException when the brokers do not answer or refuse
   */
  public ArrayNode from(Instant time, Map<String, String> config) throws InterruptedException {
    try {
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      for (TopicPartition each : SinkPartitions.of(config, admin)) {
        asked.put(each, OffsetSpec.forTimestamp(time.toEpochMilli()));
        ends.put(each, OffsetSpec.latest());
      }
      // In this order: what comes between the two is behind the time, and would be left out.
      Map<TopicPartition, ListOffsetsResultInfo> end =
          SinkPartitions.got(
              admin.listOffsets(ends, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all());
      Map<TopicPartition, ListOffsetsResultInfo> first =
          SinkPartitions.got(admin.listOffsets(asked).all());
      return document(first, end);
    } catch (ExecutionException e) {
      throw new TopicException(
          "Kafka does not tell where that time is: "
              + requireNonNullElse(e.getCause(), e).getMessage(),
          e);
    } catch (TimeoutException e) {
      throw new TopicException(
          "Kafka has not told within " + SinkPartitions.SECONDS + " s where that time is", e);
    }
  }

  private static ArrayNode document(
      Map<TopicPartition, ListOffsetsResultInfo> first,
      Map<TopicPartition, ListOffsetsResultInfo> end) {
    List<TopicPartition> all =
        first.keySet().stream()
            .sorted(
                Comparator.comparing(TopicPartition::topic)
                    .thenComparing(TopicPartition::partition))
            .toList();
    ArrayNode offsets = JSON.createArrayNode();
    for (TopicPartition each : all) {
      ListOffsetsResultInfo found = first.get(each);
      ListOffsetsResultInfo last = end.get(each);
      if (found != null && last != null) {
        ObjectNode pair = offsets.addObject();
        pair.putObject("partition")
            .put("kafka_partition", each.partition())
            .put("kafka_topic", each.topic());
        pair.putObject("offset")
            .put("kafka_offset", found.offset() < 0 ? last.offset() : found.offset());
      }
    }
    return offsets;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
