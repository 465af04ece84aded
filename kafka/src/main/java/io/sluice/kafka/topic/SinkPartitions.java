package io.sluice.kafka.topic;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What sink connectors read. */
public final class SinkPartitions {
  /** Most that Kafka is waited for. */
  public static final int SECONDS = 5;

  private SinkPartitions() {}

  /**
   * The partitions, as they are now, of the topics that a sink connector's settings name; none
   * where they name none.
   */
  public static Set<TopicPartition> of(Map<String, String> config, Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    String names = config.get("topics");
    String regex = config.get("topics.regex");
    Predicate<String> read =
        names != null
            ? Set.copyOf(Arrays.asList(names.split("\\s*,\\s*", -1)))::contains
            : regex != null ? Pattern.compile(regex).asMatchPredicate() : name -> false;
    Set<String> topics = new HashSet<>(got(admin.listTopics().names()));
    topics.removeIf(read.negate());
    Set<TopicPartition> partitions = new HashSet<>();
    for (TopicDescription topic : got(admin.describeTopics(topics).allTopicNames()).values()) {
      topic
          .partitions()
          .forEach(each -> partitions.add(new TopicPartition(topic.name(), each.partition())));
    }
    return partitions;
  }

  /** What Kafka answers, within a while. */
  public static <T> T got(KafkaFuture<T> asked)
      throws ExecutionException, InterruptedException, TimeoutException {
    return asked.get(SECONDS, TimeUnit.SECONDS);
  }
}
