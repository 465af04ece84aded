package io.sluice.connector.postgres.testbed;

import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.postgres.PostgresTask;
import io.sluice.testkit.InMemoryOffsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** A connector with several tasks, which this thread polls in turn. What is polled is durable. */
public final class Tasks implements AutoCloseable {

  private static final long LIMIT_NANOS = 40_000_000_000L;

  private final PostgresConnector connector = new PostgresConnector();
  private final InMemoryOffsets offsets;
  private final List<Map<String, String>> plans;
  private final List<PostgresTask> tasks = new ArrayList<>();

  public Tasks(Map<String, String> config, int most, InMemoryOffsets offsets) {
    this.offsets = offsets;
    connector.initialize(new ConnectorSide());
    connector.start(config);
    plans = connector.taskConfigs(most);
    for (Map<String, String> plan : plans) {
      PostgresTask task = new PostgresTask();
      task.initialize(new TaskSide(plan));
      task.start(plan);
      tasks.add(task);
    }
  }

  public int count() {
    return tasks.size();
  }

  /** Ends the connector, and with it the transaction that keeps the snapshot. */
  public void stopConnector() {
    connector.stop();
  }

  /** Polls each in turn until a record fits; gives all. */
  public List<SourceRecord> pollUntil(Predicate<List<SourceRecord>> enough)
      throws InterruptedException {
    List<SourceRecord> all = new ArrayList<>();
    long giveUp = System.nanoTime() + LIMIT_NANOS;
    while (!enough.test(all)) {
      if (System.nanoTime() > giveUp) {
        throw new AssertionError("Not enough within the limit: " + all.size() + " records");
      }
      for (int i = 0; i < tasks.size(); i++) {
        all.addAll(poll(i));
      }
    }
    return all;
  }

  /** One poll of one task. */
  public List<SourceRecord> poll(int task) throws InterruptedException {
    try {
      List<SourceRecord> records = tasks.get(task).poll();
      if (records == null) {
        LockSupport.parkNanos(1_000_000);
        return List.of();
      }
      records.forEach(offsets::put);
      tasks.get(task).commit();
      return records;
    } catch (RetriableException e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    tasks.forEach(PostgresTask::stop);
    connector.stop();
  }

  private final class ConnectorSide implements SourceConnectorContext {
    @Override
    public void requestTaskReconfiguration() {}

    @Override
    public void raiseError(Exception e) {
      throw new IllegalStateException(e);
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
      return offsets;
    }

    @Override
    public PluginMetrics pluginMetrics() {
      throw new UnsupportedOperationException();
    }
  }

  private final class TaskSide implements SourceTaskContext {
    private final Map<String, String> config;

    TaskSide(Map<String, String> config) {
      this.config = config;
    }

    @Override
    public Map<String, String> configs() {
      return config;
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
      return offsets;
    }

    @Override
    public PluginMetrics pluginMetrics() {
      throw new UnsupportedOperationException();
    }
  }
}
