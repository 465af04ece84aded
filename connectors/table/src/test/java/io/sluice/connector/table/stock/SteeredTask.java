package io.sluice.connector.table.stock;

import io.sluice.connector.table.TableSinkTask;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * The table sink's task, with every call of the worker passed on as it comes, and told to {@link
 * Steering}. The worker is made to call often, so that it can be asked for a commit at any time.
 */
public final class SteeredTask extends SinkTask {
  private static final long TICK = Duration.ofMillis(5).toMillis();

  private final TableSinkTask task = new TableSinkTask();
  private @Nullable Steering steering;

  /** Instantiated by Connect. */
  public SteeredTask() {}

  private Steering steering() {
    if (steering == null) {
      throw new IllegalStateException("The task was not initialized");
    }
    return steering;
  }

  @Override
  public String version() {
    return task.version();
  }

  @Override
  public void initialize(SinkTaskContext given) {
    super.initialize(given);
    steering = Steering.of(Objects.requireNonNull(given.configs().get("name")));
    task.initialize(new Watched(given, steering));
  }

  /** What a call throws is what the case is told. */
  private void told(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      steering().failed(e);
      throw e;
    }
  }

  @Override
  public void start(Map<String, String> properties) {
    told(() -> task.start(properties));
    steering().started();
    context.timeout(TICK);
  }

  @Override
  public void open(Collection<TopicPartition> partitions) {
    told(() -> task.open(partitions));
    context.timeout(TICK);
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    context.timeout(TICK);
    if (steering().crashed()) {
      return;
    }
    told(() -> task.put(records));
    steering().took(records);
    if (steering().takesCommit()) {
      context.requestCommit();
    }
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> preCommit(
      Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
    if (steering().crashed()) {
      return Map.of();
    }
    try {
      Map<TopicPartition, OffsetAndMetadata> durable = task.preCommit(currentOffsets);
      return steering().committed(durable) ? durable : Map.of();
    } catch (RuntimeException | Error e) {
      steering().commitFailed(e);
      throw e;
    }
  }

  @Override
  public void close(Collection<TopicPartition> partitions) {
    if (!steering().crashed()) {
      task.close(partitions);
    }
  }

  @Override
  public void stop() {
    task.stop();
    steering().stopped();
  }

  private record Watched(SinkTaskContext worker, Steering steering) implements SinkTaskContext {
    @Override
    public Map<String, String> configs() {
      return worker.configs();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
      offsets.forEach(this::offset);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
      steering.turned(partition, offset);
      worker.offset(partition, offset);
    }

    /** The worker calls sooner than that. */
    @Override
    public void timeout(long timeoutMs) {}

    @Override
    public Set<TopicPartition> assignment() {
      return worker.assignment();
    }

    @Override
    public void pause(TopicPartition... partitions) {
      worker.pause(partitions);
    }

    @Override
    public void resume(TopicPartition... partitions) {
      worker.resume(partitions);
    }

    /** A case says when to commit; that the worker does as it is asked, others try. */
    @Override
    public void requestCommit() {
      steering.asked();
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
      ErrantRecordReporter reporter = worker.errantRecordReporter();
      if (reporter == null) {
        return null;
      }
      return (record, error) -> {
        steering.reported(record, error);
        return reporter.report(record, error);
      };
    }

    @Override
    public PluginMetrics pluginMetrics() {
      return worker.pluginMetrics();
    }
  }
}
