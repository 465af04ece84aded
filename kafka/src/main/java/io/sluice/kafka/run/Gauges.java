package io.sluice.kafka.run;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * How much connectors have moved and how much waits: counts of the worker in this process, and the
 * lag of the sinks' consumer groups. For one thread.
 */
public final class Gauges implements AutoCloseable {
  private static final int SECONDS = 5;

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private final Admin admin;
  private final Map<String, Counter> counters = new HashMap<>();
  private final Map<String, Long> committed = new HashMap<>();

  /** For the connectors on this Kafka. */
  public Gauges(String bootstrapServers) {
    admin =
        Admin.create(Map.of("bootstrap.servers", bootstrapServers, "client.id", "sluice-gauges"));
  }

  /** Records that a source connector's tasks have written into topics. */
  public long written(String connector) {
    return total("source-task-metrics", connector, "source-record-write-total");
  }

  /** Records that a sink connector's tasks were handed. */
  public long delivered(String connector) {
    return total("sink-task-metrics", connector, "sink-record-send-total");
  }

  /** Records that went to the topic of dead letters. */
  public long deadLettered(String connector) {
    return total("task-error-metrics", connector, "deadletterqueue-produce-requests");
  }

  /**
   * The sum of the offsets that a sink connector's group has committed, as far as {@link #lag} has
   * looked: what a worker in another process has delivered can be told by its growth alone.
   */
  public long committed(String connector) {
    return committed.getOrDefault(connector, 0L);
  }

  /**
   * Records in the topics that a sink connector's group has not committed yet; what its topics have
   * that it has never looked at is not among them.
   */
  public long lag(String connector) throws InterruptedException {
    try {
      Map<TopicPartition, OffsetAndMetadata> reached =
          admin
              .listConsumerGroupOffsets("connect-" + connector)
              .partitionsToOffsetAndMetadata()
              .get(SECONDS, TimeUnit.SECONDS);
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      reached.keySet().forEach(partition -> ends.put(partition, OffsetSpec.latest()));
      var newest =
          admin
              .listOffsets(ends, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
              .all()
              .get(SECONDS, TimeUnit.SECONDS);
      long lag = 0;
      long sum = 0;
      for (Map.Entry<TopicPartition, OffsetAndMetadata> each : reached.entrySet()) {
        var end = newest.get(each.getKey());
        if (each.getValue() != null && end != null) {
          sum += each.getValue().offset();
          lag += Math.max(0, end.offset() - each.getValue().offset());
        }
      }
      committed.put(connector, sum);
      return lag;
    } catch (ExecutionException | TimeoutException e) {
      return 0; // The group is being made or moved; the next look will know.
    }
  }

  /** Counts begin anew with a task, so what a former one had is kept. */
  private long total(String type, String connector, String attribute) {
    Counter counter =
        counters.computeIfAbsent(type + " " + connector + " " + attribute, key -> new Counter());
    try {
      ObjectName pattern =
          new ObjectName("kafka.connect:type=" + type + ",connector=" + connector + ",task=*");
      for (ObjectName name : beans.queryNames(pattern, null)) {
        double now = ((Number) beans.getAttribute(name, attribute)).doubleValue();
        counter.take(name, (long) now);
      }
    } catch (JMException e) {
      return counter.sum(); // The task has ended between the question and the answer.
    }
    return counter.sum();
  }

  private static final class Counter {
    private final Map<ObjectName, Long> newest = new HashMap<>();
    private long former;

    void take(ObjectName task, long now) {
      Long before = newest.put(task, now);
      if (before != null && now < before) {
        former += before;
      }
    }

    long sum() {
      return former + newest.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  @Override
  public void close() {
    admin.close(java.time.Duration.ofSeconds(1));
  }
}
