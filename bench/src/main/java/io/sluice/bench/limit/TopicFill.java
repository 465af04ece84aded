package io.sluice.bench.limit;

import io.sluice.bench.harness.Contender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records into a topic that are bytes already, in transactions, with the settings of a
 * worker's producer: no source connector with this converter is faster. The records are those at
 * the beginning of another topic, over and over.
 */
public final class TopicFill implements Contender {

  private static final int SAMPLE = 2_000;
  private static final int TRANSACTION = 8_192;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String bootstrapServers;
  private final Map<String, String> producer;
  private final String from;
  private final String into;
  private final long records;
  private List<ConsumerRecord<byte[], byte[]>> sample = List.of();

  /**
   * @param producer settings of a producer, by Kafka's names
   * @param from a topic that has records when this is run
   * @param into the topic that is written; made if it is not there
   */
  public TopicFill(
      String bootstrapServers,
      Map<String, String> producer,
      String from,
      String into,
      long records) {
    this.bootstrapServers = bootstrapServers;
    this.producer = Map.copyOf(producer);
    this.from = from;
    this.into = into;
    this.records = records;
  }

  @Override
  public double run() throws Exception {
    if (sample.isEmpty()) {
      sample = read();
    }
    Map<String, Object> settings = new java.util.HashMap<>(producer);
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("transactional.id", "bench-" + into);
    try (KafkaProducer<byte[], byte[]> open =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      open.initTransactions();
      open.partitionsFor(into);
      long start = System.nanoTime();
      for (long i = 0; i < records; i++) {
        if (i % TRANSACTION == 0) {
          if (i > 0) {
            open.commitTransaction();
          }
          open.beginTransaction();
        }
        ConsumerRecord<byte[], byte[]> each = sample.get((int) (i % sample.size()));
        open.send(new ProducerRecord<>(into, each.key(), each.value()));
      }
      open.commitTransaction();
      return Rate.perSecond(records, System.nanoTime() - start);
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> read() throws TimeoutException {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    try (KafkaConsumer<byte[], byte[]> reader =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(from, 0);
      reader.assign(List.of(partition));
      reader.seekToBeginning(List.of(partition));
      while (found.size() < SAMPLE) {
        reader.poll(Duration.ofMillis(200)).records(partition).forEach(found::add);
        if (System.nanoTime() > giveUp) {
          throw new TimeoutException(
              "Expected " + SAMPLE + " records in " + from + " but found " + found.size());
        }
      }
    }
    return found;
  }
}
