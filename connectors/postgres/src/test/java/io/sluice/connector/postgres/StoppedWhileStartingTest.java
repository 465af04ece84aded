package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker may stop a task whose start has not come back yet. */
@Timeout(60)
class StoppedWhileStartingTest {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);

  @Test
  void a_task_that_is_stopped_while_it_starts_reads_nothing_and_holds_no_slot() throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    Map<String, String> config = TestSource.config(database);
    PostgresTask task = new PostgresTask();
    task.initialize(new Slow(config));
    Thread worker = new Thread(() -> task.start(config));
    worker.start();
    assertThat(asked.await(40, TimeUnit.SECONDS)).isTrue();

    task.stop();
    answered.countDown();
    worker.join();

    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("sluice-postgres-" + TestSource.slot(database));
    assertThat(task.poll()).isNull();
  }

  /** Its offsets take until they are let. */
  private final class Slow implements SourceTaskContext, OffsetStorageReader {
    private final Map<String, String> config;

    Slow(Map<String, String> config) {
      this.config = config;
    }

    @Override
    public Map<String, String> configs() {
      return config;
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
      return this;
    }

    @Override
    public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
      asked.countDown();
      try {
        answered.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return null;
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(
        Collection<Map<String, T>> partitions) {
      return Map.of();
    }

    @Override
    public PluginMetrics pluginMetrics() {
      throw new UnsupportedOperationException();
    }
  }
}
