package io.sluice.connector.postgres.signal;

import io.sluice.connector.postgres.config.SignalSettings.Kafka;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first partition of a Kafka topic, whose records have the topic prefix as key. The client is
 * the one that Connect has.
 */
final class KafkaSignals implements SignalChannel {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaSignals.class);

  private final Kafka settings;
  private final String prefix;
  private @Nullable KafkaConsumer<String, String> consumer;

  /**
   * The first offset that is still to be taken, and up to where the group was told; -1 for none.
   */
  private long next = -1;

  private long told = -1;

  KafkaSignals(Kafka settings, String prefix) {
    this.settings = settings;
    this.prefix = prefix;
  }

  @Override
  public List<Signal> poll() throws IOException {
    List<Signal> signals = new ArrayList<>();
    try {
      for (ConsumerRecord<String, String> message : open().poll(settings.timeout())) {
        next = message.offset() + 1;
        if (prefix.equals(message.key()) && message.value() != null) {
          take(message, signals);
        } else {
          LOG.debug("A signal at {} is for somebody else", message.offset());
        }
      }
    } catch (KafkaException e) {
      throw new IOException("Topic " + settings.topic() + " cannot be read", e);
    }
    return signals;
  }

  @Override
  public void forget() throws IOException {
    KafkaConsumer<String, String> open = consumer;
    if (open == null || next == told) {
      return;
    }
    try {
      open.commitSync(Map.of(new TopicPartition(settings.topic(), 0), new OffsetAndMetadata(next)));
      told = next;
    } catch (KafkaException e) {
      throw new IOException("The position in topic " + settings.topic() + " cannot be kept", e);
    }
  }

  private void take(ConsumerRecord<String, String> message, List<Signal> signals) {
    try {
      signals.add(Signal.parse(message.value(), "kafka"));
    } catch (IOException e) {
      LOG.warn(
          "The signal at offset {} of topic {} is ignored: {}",
          message.offset(),
          settings.topic(),
          e.getMessage());
    }
  }

  private KafkaConsumer<String, String> open() {
    KafkaConsumer<String, String> open = consumer;
    if (open == null) {
      Map<String, Object> config = settings.consumer();
      // Only when what the signals asked for is durable.
      config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
      config.putIfAbsent(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
      open = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
      open.assign(List.of(new TopicPartition(settings.topic(), 0)));
      consumer = open;
    }
    return open;
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close();
      consumer = null;
    }
  }
}
