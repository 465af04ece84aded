package io.sluice.kafka.run;

import io.sluice.kafka.topic.SinkPartitions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** How far sink connectors are behind in their topics. For one thread. */
public final class GroupLag implements AutoCloseable {
  private static final String RESET = "consumer.override.auto.offset.reset";

  private final Admin admin;
  private final FewOffsets few;
  private final Map<String, Way> ways = new HashMap<>();

  /**
   * Nobody is asked yet.
   *
   * @param client settings of Kafka's clients, {@code bootstrap.servers} among them
   */
  public GroupLag(Map<String, String> client) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("client.id", "sluice-gauges");
    settings.putIfAbsent("default.api.timeout.ms", String.valueOf(SinkPartitions.SECONDS * 1_000));
    settings.putIfAbsent("request.timeout.ms", String.valueOf(SinkPartitions.SECONDS * 1_000));
    admin = Admin.create(settings);
    few = new FewOffsets(client);
  }

  /**
   * Where a sink connector is.
   *
   * @param records that committed readers can read and the connector's group has not committed yet.
   *     Counted by offsets where they are more than a few; each transaction of a source takes one
   *     for its end
   * @param committed the sum of the offsets that the group has committed, which grows while it
   *     advances
   * @param deleted by partition, how many offsets Kafka has deleted that the group never came to;
   *     without those where they are so few that they may all be ends of transactions, behind which
   *     no sink commits
   */
  public record Lag(long records, long committed, Map<TopicPartition, Long> deleted) {
    public Lag {
      deleted = Map.copyOf(deleted);
    }
  }

  /** What a group has committed since it was first asked for, and where it was seen last. */
  private record Way(
      Growth growth, Map<TopicPartition, Long> reached, Map<TopicPartition, Long> begins) {}

  /**
   * How far a connector is behind; empty when Kafka does not say, which is not nothing.
   *
   * @param connector its name
   * @param config its settings, which name its topics; empty for what it has committed alone
   */
  public Optional<Lag> of(String connector, Map<String, String> config)
      throws InterruptedException {
    try {
      Map<TopicPartition, OffsetAndMetadata> reached =
          SinkPartitions.got(
              admin
                  .listConsumerGroupOffsets("connect-" + connector)
                  .partitionsToOffsetAndMetadata());
      Set<TopicPartition> all = new HashSet<>(reached.keySet());
      all.addAll(SinkPartitions.of(config, admin));
      Map<TopicPartition, Long> begins = begin(all);
      way(connector, reached, isSkipping(config) ? Map.of() : begins);
      return Optional.of(lag(reached, begins, end(all), config));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty(); // Kafka is away, or the group is being made or moved.
    }
  }

  /**
   * Records that the connector's group has committed from the first answer of {@link #of} to the
   * last one: what a worker in another process has delivered or set aside. Long stretches are
   * counted by offsets, each transaction of a source with one for its end.
   */
  public long moved(String connector) {
    Way way = ways.get(connector);
    return way == null ? 0 : way.growth().upTo(way.reached(), way.begins());
  }

  private void way(
      String connector,
      Map<TopicPartition, OffsetAndMetadata> reached,
      Map<TopicPartition, Long> begins) {
    Map<TopicPartition, Long> now = new HashMap<>();
    reached.forEach((partition, committed) -> now.put(partition, committed.offset()));
    Way before = ways.get(connector);
    Growth growth = before == null ? new Growth(few, now) : before.growth();
    ways.put(connector, new Way(growth, now, begins));
  }

  private static boolean isSkipping(Map<String, String> config) {
    return config.getOrDefault(RESET, "earliest").equals("latest");
  }

  private Lag lag(
      Map<TopicPartition, OffsetAndMetadata> reached,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      Map<String, String> config) {
    boolean skips = isSkipping(config);
    long records = 0;
    long sum = 0;
    Map<TopicPartition, Long> deleted = new HashMap<>();
    for (Map.Entry<TopicPartition, Long> each : ends.entrySet()) {
      OffsetAndMetadata committed = reached.get(each.getKey());
      long begin = begins.getOrDefault(each.getKey(), 0L);
      if (committed != null) {
        sum += committed.offset();
        if (begin - committed.offset() > FewOffsets.MOST) {
          deleted.put(each.getKey(), begin - committed.offset());
        }
      }
      if (committed != null || !skips) {
        long from = committed == null ? begin : Math.max(begin, committed.offset());
        records += records(each.getKey(), from, each.getValue());
      }
    }
    return new Lag(records, sum, deleted);
  }

  private long records(TopicPartition partition, long from, long to) {
    long offsets = Math.max(0, to - from);
    return offsets == 0 || offsets > FewOffsets.MOST ? offsets : few.records(partition, from, to);
  }

  private Map<TopicPartition, Long> begin(Set<TopicPartition> partitions)
      throws ExecutionException, InterruptedException, TimeoutException {
    return offsets(partitions, OffsetSpec.earliest());
  }

  private Map<TopicPartition, Long> end(Set<TopicPartition> partitions)
      throws ExecutionException, InterruptedException, TimeoutException {
    return offsets(partitions, OffsetSpec.latest());
  }

  private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    SinkPartitions.got(
            admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all())
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  @Override
  public void close() {
    few.close();
    admin.close(Duration.ofSeconds(1));
  }
}
