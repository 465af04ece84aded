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
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records that were letters and the marks that these are done with, in transactions of Kafka: there
 * are both or neither, whatever dies. Of two who replay letters of the same sink at the same time,
 * Kafka fences the first. Used by one thread.
 */
final class LetterTransactions implements AutoCloseable {
  /** What a producer holds by default. */
  private static final int KAFKAS_BUFFER = 32 << 20;

  private final Producer<byte[], byte[]> producer;

  /**
   * Whoever replays letters of the same sink at this moment is fenced.
   *
   * @param client settings of Kafka's clients, {@code bootstrap.servers} among them
   * @param sinkConnector whose letters
   * @throws LetterException when Kafka does not answer or refuses
   */
  LetterTransactions(Map<String, String> client, String sinkConnector) {
    this(client, producer(client, settings(client, sinkConnector)));
  }

  /**
   * @param producer with {@link #settings}; closed with this
   */
  LetterTransactions(Map<String, String> client, Producer<byte[], byte[]> producer) {
    this.producer = producer;
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      close();
      throw Topics.failure(client, e);
    }
  }

  /** What a producer is made with that sends letters of a sink again. */
  static Map<String, Object> settings(Map<String, String> client, String sinkConnector) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("transactional.id", "sluice-replay-" + sinkConnector);
    settings.put("max.block.ms", String.valueOf(Topics.PATIENCE.toMillis()));
    settings.putIfAbsent("max.request.size", String.valueOf(LargestRecord.bytes()));
    settings.putIfAbsent(
        "buffer.memory", String.valueOf(Math.max(KAFKAS_BUFFER, LargestRecord.bytes())));
    return settings;
  }

  private static Producer<byte[], byte[]> producer(
      Map<String, String> client, Map<String, Object> settings) {
    try {
      return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
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
    List<RecordMetadata> taken;
    try {
      producer.beginTransaction();
      List<Future<RecordMetadata>> answers = new ArrayList<>();
      records.forEach(record -> answers.add(producer.send(record)));
      marks.forEach(mark -> answers.add(producer.send(mark)));
      // Before the commit is asked for: what fails until then is known not to be taken.
      producer.flush();
      taken = taken(answers);
    } catch (KafkaException e) {
      throw notTaken(e);
    }
    commit();
    Map<TopicPartition, Long> reached = new HashMap<>();
    taken
        .subList(0, records.size())
        .forEach(
            there ->
                reached.merge(
                    new TopicPartition(there.topic(), there.partition()),
                    there.offset() + 1,
                    Math::max));
    return reached;
  }

  /** Where the records lie; throws what was wrong with one of them. */
  private static List<RecordMetadata> taken(List<Future<RecordMetadata>> answers) {
    List<RecordMetadata> taken = new ArrayList<>();
    KafkaException wrong = null;
    for (Future<RecordMetadata> each : answers) {
      try {
        taken.add(each.get());
      } catch (ExecutionException e) {
        // The others of its transaction are given up, before it or after it.
        if (wrong == null || wrong instanceof TransactionAbortedException) {
          wrong =
              e.getCause() instanceof KafkaException cause
                  ? cause
                  : new KafkaException(e.getCause());
        }
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
    if (wrong != null) {
      throw wrong;
    }
    return taken;
  }

  private LetterException notTaken(KafkaException e) {
    if (e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException) {
      return new LetterException(
          Kind.REFUSED, "somebody else replays letters of the same sink at this moment", e);
    }
    abort(e);
    return new LetterException(
        Kind.REFUSED, "Kafka did not take the letters: " + e.getMessage(), e);
  }

  /**
   * A commit that got no answer in time can only be asked for again. Once it was asked for it may
   * be done, whatever is said of it: the client asks anew where a connection breaks, and may then
   * hear of another who has come in between.
   */
  private void commit() {
    try {
      try {
        producer.commitTransaction();
      } catch (TimeoutException e) {
        producer.commitTransaction();
      }
    } catch (TimeoutException | InterruptException e) {
      throw notKnown("it did not answer in time", e);
    } catch (KafkaException e) {
      abort(e);
      throw notKnown(String.valueOf(e.getMessage()), e);
    }
  }

  private static LetterException notKnown(String why, KafkaException e) {
    return new LetterException(
        Kind.UNREACHABLE,
        "it is not known whether Kafka took the letters that were sent last ("
            + why
            + "): those that it did not take are still open (sluice dlq ls)",
        e);
  }

  /** An open transaction would keep readers waiting until it times out. */
  private void abort(KafkaException why) {
    try {
      producer.abortTransaction();
    } catch (KafkaException | IllegalStateException again) {
      why.addSuppressed(again);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
