package io.sluice.bench.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A topic with one partition, seen from outside. */
public final class Topic {

  private final Admin admin;
  private final String name;

  Topic(Admin admin, String name) {
    this.admin = admin;
    this.name = name;
  }

  /** How far it is written, by whomever; 0 while it is not there. */
  public long written() throws InterruptedException, ExecutionException {
    return end(IsolationLevel.READ_UNCOMMITTED);
  }

  /** How far a reader comes that sees only what is committed; 0 while it is not there. */
  public long readable() throws InterruptedException, ExecutionException {
    return end(IsolationLevel.READ_COMMITTED);
  }

  private long end(IsolationLevel level) throws InterruptedException, ExecutionException {
    TopicPartition partition = new TopicPartition(name, 0);
    try {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(level))
          .partitionResult(partition)
          .get()
          .offset();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return 0;
      }
      throw e;
    }
  }

  /** Removes it with all that it holds. */
  public void delete() throws InterruptedException, ExecutionException {
    admin.deleteTopics(List.of(name)).all().get();
  }

  @Override
  public String toString() {
    return name;
  }
}
