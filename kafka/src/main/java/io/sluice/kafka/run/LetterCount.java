package io.sluice.kafka.run;

import io.sluice.kafka.deadletter.LetterMarks;
import io.sluice.kafka.deploy.Translation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * How many records a sink connector has set aside since the first question, by what its topic of
 * dead letters has: so it is known where another process counts too. For one thread.
 */
final class LetterCount implements AutoCloseable {
  private static final int SECONDS = 5;

  private final Admin admin;
  private final FewOffsets few;
  private final String topic;
  private @Nullable Growth growth;
  private OptionalLong count = OptionalLong.empty();

  /**
   * @param client settings of Kafka's clients, {@code bootstrap.servers} among them
   */
  LetterCount(Map<String, String> client, String sinkConnector) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("client.id", "sluice-letters");
    settings.putIfAbsent("default.api.timeout.ms", String.valueOf(SECONDS * 1_000));
    settings.putIfAbsent("request.timeout.ms", String.valueOf(SECONDS * 1_000));
    admin = Admin.create(settings);
    few = new FewOffsets(client, each -> !LetterMarks.isMark(each));
    topic = Translation.deadLetters(sinkConnector);
  }

  /** As Kafka said last; empty when it has never said. */
  OptionalLong look() throws InterruptedException {
    try {
      List<TopicPartition> partitions = partitions();
      Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
      Growth from = growth == null ? new Growth(few, ends) : growth;
      growth = from;
      count = OptionalLong.of(from.upTo(ends, offsets(partitions, OffsetSpec.earliest())));
    } catch (ExecutionException | TimeoutException e) {
      return count; // Kafka is away, or the topic is being made.
    }
    return count;
  }

  private List<TopicPartition> partitions()
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get(SECONDS, TimeUnit.SECONDS)
          .values()
          .stream()
          .flatMap(each -> each.partitions().stream())
          .map(each -> new TopicPartition(topic, each.partition()))
          .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return List.of(); // Connect makes it when the connector begins.
      }
      throw e;
    }
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
        .all()
        .get(SECONDS, TimeUnit.SECONDS)
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  @Override
  public void close() {
    few.close();
    admin.close(Duration.ofSeconds(1));
  }
}
