package io.sluice.kafka.deadletter;

import io.sluice.kafka.deadletter.LetterException.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What has to be known of, and done to, topics beside reading and writing. One thread. */
final class Topics implements AutoCloseable {
  /** For how long Kafka may give no answer to whoever asks something about letters. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, String> client;
  private final Admin admin;

  /** How many partitions a topic has; 0 for one that is not there. */
  private final Map<String, Integer> known = new HashMap<>();

  Topics(Map<String, String> client) {
    this.client = client;
    try {
      admin = Admin.create(new HashMap<>(client));
    } catch (KafkaException e) {
      throw failure(client, e);
    }
  }

  boolean exists(String topic) {
    return partitions(topic) > 0;
  }

  int partitions(String topic) {
    return topic.isEmpty() ? 0 : known.computeIfAbsent(topic, this::ask);
  }

  private int ask(String topic) {
    try {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
          .values()
          .iterator()
          .next()
          .partitions()
          .size();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return 0;
      }
      throw failure(client, e);
    } catch (TimeoutException e) {
      throw failure(client, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Whether a group has come to these offsets. */
  boolean hasReached(String group, Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        got(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    return offsets.entrySet().stream()
        .allMatch(
            each -> {
              OffsetAndMetadata there = committed.get(each.getKey());
              return there != null && there.offset() >= each.getValue();
            });
  }

  /**
   * Deletes what lies before these offsets.
   *
   * @return whether Kafka does that: it refuses it for topics that are compacted alone
   */
  boolean delete(Map<TopicPartition, Long> before) {
    Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
    before.forEach((partition, at) -> records.put(partition, RecordsToDelete.beforeOffset(at)));
    try {
      admin.deleteRecords(records).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PolicyViolationException) {
        return false;
      }
      throw failure(client, e);
    } catch (TimeoutException e) {
      throw failure(client, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private <T> T got(KafkaFuture<T> asked) {
    try {
      return asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw failure(client, e);
    } catch (TimeoutException e) {
      throw failure(client, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static LetterException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new LetterException(Kind.UNREACHABLE, "interrupted while Kafka answers", e);
  }

  /**
   * What a client's exception means to somebody who asked for something. What a broker said, or the
   * client of a request, is shown: it speaks of topics, sizes and rights, never of a record's
   * value.
   *
   * @param client settings of the client, {@code bootstrap.servers} among them
   */
  static LetterException failure(Map<String, ?> client, Throwable thrown) {
    Throwable cause = thrown.getCause();
    Throwable e = thrown instanceof ExecutionException && cause != null ? cause : thrown;
    String kafka = "Kafka at " + client.get("bootstrap.servers");
    if (e instanceof AuthenticationException || e instanceof AuthorizationException) {
      return new LetterException(Kind.LOGIN, kafka + " refuses: " + e.getMessage(), e);
    }
    boolean silent =
        e instanceof org.apache.kafka.common.errors.TimeoutException
            || e instanceof DisconnectException
            || e instanceof NetworkException;
    return e instanceof ApiException && !silent
        ? new LetterException(Kind.REFUSED, kafka + " refuses: " + e.getMessage(), e)
        : new LetterException(Kind.UNREACHABLE, kafka + " does not answer", e);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
