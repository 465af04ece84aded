package io.sluice.kafka.deploy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * A sink whose first put lasts until somebody has asked twice to move it, or forbids every move
 * where its setting {@code refuse} says so. One at a time.
 */
public final class HeldSink extends SinkConnector {
  static final CountDownLatch IN_PUT = new CountDownLatch(1);
  private static final CountDownLatch MOVES = new CountDownLatch(2);

  private Map<String, String> settings = Map.of();

  /** How often it was asked less than twice. */
  static long movesMissing() {
    return MOVES.getCount();
  }

  @Override
  public void start(Map<String, String> given) {
    settings = given;
  }

  @Override
  public boolean alterOffsets(Map<String, String> given, Map<TopicPartition, Long> offsets) {
    if (given.containsKey("refuse")) {
      throw new ConnectException("the target does not answer");
    }
    MOVES.countDown();
    return true;
  }

  @Override
  public Class<? extends Task> taskClass() {
    return HeldTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int most) {
    return List.of(settings);
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public String version() {
    return "1";
  }

  /** The task of it. */
  public static final class HeldTask extends SinkTask {
    @Override
    public void put(Collection<SinkRecord> records) {
      if (records.isEmpty()) {
        return;
      }
      IN_PUT.countDown();
      try {
        MOVES.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void start(Map<String, String> given) {}

    @Override
    public void stop() {}

    @Override
    public String version() {
      return "1";
    }
  }
}
