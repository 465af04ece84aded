package io.sluice.connector.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.connector.table.dialect.Records;
import io.sluice.testkit.SinkTaskHarness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engine is asked that by itself commits once a minute and calls nothing in between. */
class CommitAheadTest {
  @TempDir private Path folder;
  private SinkTaskHarness sink = new SinkTaskHarness(TableSinkConnector::new, Map.of());

  private Records started(long afterMillis) {
    sink =
        new SinkTaskHarness(
            TableSinkConnector::new,
            Map.of(
                "url",
                "jdbc:sqlite:" + folder.resolve("t.db"),
                "commit.after.ms",
                String.valueOf(afterMillis)));
    sink.start();
    return new Records(sink);
  }

  @AfterEach
  void stop() {
    sink.close();
  }

  @Test
  void a_lone_record_asks_to_be_called_when_its_commit_is_due() {
    started(60_000).change("c", 1, "a").delivered();
    assertThat(sink.commitRequested()).isFalse();
    assertThat(sink.takeTimeout().orElseThrow()).isBetween(1L, 60_000L);
  }

  @Test
  void each_call_asks_for_the_next_until_the_commit_is_asked_for() {
    started(50).change("c", 1, "a").delivered();
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              assertThat(sink.takeTimeout()).isPresent();
              sink.deliverNothing();
              return sink.commitRequested();
            });
  }

  @Test
  void a_commit_that_was_asked_for_and_is_late_is_looked_at_again() {
    started(0).change("c", 1, "a").delivered();
    assertThat(sink.commitRequested()).isTrue();
    assertThat(sink.takeTimeout().orElseThrow()).isPositive();
  }

  @Test
  void a_task_without_rows_that_wait_asks_for_nothing() {
    started(0).change("c", 1, "a").committed();
    sink.takeTimeout();
    sink.deliverNothing();
    assertThat(sink.takeTimeout()).isEmpty();
    assertThat(sink.commitRequested()).isFalse();
  }
}
