package io.sluice.testkit;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A sink connector with one task that somebody runs, and the topics it reads: {@link #append}
 * writes a record to the end of a partition, {@link #deliver()} has the task put what it has not
 * had yet, {@link #commit()} asks it how far it is durable. {@link SinkTaskHarness} does it without
 * any engine; a real one may stand behind it as well, so that one suite runs on both.
 *
 * <p>What the task or its connector throws comes out of the call that made it throw, as it was
 * thrown. For one thread.
 */
public interface SinkRun extends AutoCloseable {

  /** A record that the task gave to the {@code ErrantRecordReporter}, and why. */
  record Reported(SinkRecord record, Throwable error) {}

  /** Starts connector and task; on every partition that was appended to. */
  SinkRun start();

  /** Writes a record to the end of partition 0 of the topic. */
  default SinkRecord append(
      String topic,
      @Nullable Schema keySchema,
      @Nullable Object key,
      @Nullable Schema valueSchema,
      @Nullable Object value) {
    return append(new TopicPartition(topic, 0), keySchema, key, valueSchema, value);
  }

  /**
   * Writes a record to the end of a partition. It reaches the task with the next {@link
   * #deliver()}.
   */
  SinkRecord append(
      TopicPartition partition,
      @Nullable Schema keySchema,
      @Nullable Object key,
      @Nullable Schema valueSchema,
      @Nullable Object value);

  /** Has the task take all records that it has not had yet. */
  SinkRun deliver();

  /** As {@link #deliver()}, in batches of at most that many records where that can be said. */
  SinkRun deliver(int batchSize);

  /** Puts an empty batch, as Connect does when there is nothing to put. */
  void deliverNothing();

  /** A commit of what was delivered. */
  SinkRun commit();

  /** The same, but the engine does not note the answer: the target is ahead of what it knows. */
  SinkRun commitUnheard();

  /** Ends the task in order, with a commit. */
  void stop();

  /** Ends the task as a crash does, as far as that is possible in one process. */
  SinkRun crash();

  /** What the task reported as errant, in order, over all restarts. */
  List<Reported> reported();

  /** The next offset that the task is to be given; 0 if the partition is not open. */
  long position(TopicPartition partition);

  /** The next offset as the engine knows it to be durable. */
  long committed(TopicPartition partition);

  /** Whether the task asked for a commit since the last one. */
  boolean commitRequested();

  @Override
  void close();
}
