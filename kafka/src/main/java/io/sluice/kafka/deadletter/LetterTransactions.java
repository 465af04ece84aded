package io.sluice.kafka.deadletter;

import io.sluice.kafka.broker.LargestRecord;
import io.sluice.kafka.deadletter.LetterException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records that were letters and the marks that these are done with, in transactions of Kafka: there
 * are both or neither, whatever dies. Of two who replay letters of the same sink at the same time,
 * Kafka fences the first. Used by one thread.
 */
final class LetterTransactions implements AutoCloseable {
  /** What a producer holds by default. */
  private static final int KAFKAS_BUFFER = 32 << 20;

  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Whoever replays letters of the same sink at this moment is fenced.
   *
   * @param client settings of Kafka's clients, {@code bootstrap.servers} among them
   * @param sinkConnector whose letters
   * @throws LetterException when Kafka does not answer or refuses
   */
  LetterTransactions(Map<String, String> client, String sinkConnector) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("transactional.id", "sluice-replay-" + sinkConnector);
    settings.put("max.block.ms", "30000");
    settings.putIfAbsent("max.request.size", String.valueOf(LargestRecord.bytes()));
    settings.putIfAbsent(
        "buffer.memory", String.valueOf(Math.max(KAFKAS_BUFFER, LargestRecord.bytes())));
    try {
      producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      throw Topics.failure(client, e);
    }
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      close();
      throw Topics.failure(client, e);
    }
  }

  /**
   * Sends one transaction and returns when Kafka has it.
   *
   * @param records what the letters were, in their order
   * @param marks that these letters are done with
   * @return where readers are when they have had the records: the next offset of each partition
   * @throws LetterException when Kafka does not take it, or does not say whether it did
   */
  Map<TopicPartition, Long> send(
      List<ProducerRecord<byte[], byte[]>> records, List<ProducerRecord<byte[], byte[]>> marks) {
    List<Future<RecordMetadata>> answers = new ArrayList<>();
    try {
      producer.beginTransaction();
      for (ProducerRecord<byte[], byte[]> record : records) {
        answers.add(producer.send(record));
      }
      marks.forEach(producer::send);
      commit();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new LetterException(
          Kind.REFUSED, "somebody else replays letters of the same sink at this moment", e);
    } catch (KafkaException e) {
      throw notTaken(e);
    }
    return reached(answers);
  }

  /** A commit that got no answer in time can only be asked for again, and may be done already. */
  private void commit() {
    try {
      try {
        producer.commitTransaction();
      } catch (TimeoutException e) {
        producer.commitTransaction();
      }
    } catch (TimeoutException | InterruptException e) {
      throw new LetterException(
          Kind.UNREACHABLE,
          "it is not known whether Kafka took the letters, it did not answer in time: those that it"
              + " did not take are still open (sluice dlq ls)",
          e);
    }
  }

  /** An open transaction would keep readers waiting until it times out. */
  private LetterException notTaken(KafkaException e) {
    try {
      producer.abortTransaction();
    } catch (KafkaException | IllegalStateException again) {
      e.addSuppressed(again);
    }
    return new LetterException(
        Kind.REFUSED, "Kafka did not take the letters: " + e.getMessage(), e);
  }

  private static Map<TopicPartition, Long> reached(List<Future<RecordMetadata>> answers) {
    Map<TopicPartition, Long> reached = new HashMap<>();
    for (Future<RecordMetadata> each : answers) {
      try {
        RecordMetadata there = each.get();
        reached.merge(
            new TopicPartition(there.topic(), there.partition()), there.offset() + 1, Math::max);
      } catch (ExecutionException e) {
        throw new IllegalStateException("a record of a committed transaction is not there", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LetterException(
            Kind.UNREACHABLE, "interrupted when Kafka had taken the letters", e);
      }
    }
    return reached;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
