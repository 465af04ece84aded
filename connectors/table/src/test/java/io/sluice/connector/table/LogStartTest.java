package io.sluice.connector.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over Kafka's own reporter of what its consumers measure. */
class LogStartTest {
  private static final TopicPartition PARTITION = new TopicPartition("shop.orders", 0);

  private final Metrics metrics = metrics();
  private final LogStart start = new LogStart("shop-out");

  private static Metrics metrics() {
    JmxReporter reporter = new JmxReporter();
    reporter.contextChange(new KafkaMetricsContext("kafka.consumer"));
    return new Metrics(new MetricConfig(), List.of(reporter), Time.SYSTEM);
  }

  @AfterEach
  void remove() {
    metrics.close();
  }

  private void consumer(String client, double lead) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("client-id", client);
    tags.put("topic", PARTITION.topic());
    tags.put("partition", "0");
    Measurable measured = (config, now) -> lead;
    metrics.addMetric(
        metrics.metricName("records-lead", "consumer-fetch-manager-metrics", "", tags), measured);
  }

  @Test
  void a_partition_begins_as_far_before_the_position_as_its_consumer_says() {
    consumer("connector-consumer-shop-out-12", 30);

    assertThat(start.of(PARTITION, 100)).isEqualTo(OptionalLong.of(70));
    assertThat(start.of(new TopicPartition("shop.orders", 1), 100)).isEmpty();
  }

  @Test
  void a_connector_whose_name_begins_as_this_ones_is_another() {
    consumer("connector-consumer-shop-out-2-0", 30);

    assertThat(start.of(PARTITION, 100)).isEmpty();
  }
}
