package io.sluice.kafka.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchedSourceTest {
  private static final SourceRecord RECORD =
      new SourceRecord(Map.of(), Map.of(), "topic", null, "value");

  private final AtomicLong now = new AtomicLong();
  private final TaskCalls calls = new TaskCalls(now::get);

  @Test
  void a_poll_that_gives_null_or_nulls_among_its_records_gives_the_records() throws Exception {
    assertThat(new WatchedSource(new Given(null), calls, new TaskGate()).poll()).isNull();
    assertThat(
            new WatchedSource(new Given(Arrays.asList(null, RECORD, null)), calls, new TaskGate())
                .poll())
        .containsExactly(RECORD);
  }

  @Test
  void a_poll_that_does_not_come_back_is_seen_from_elsewhere() throws Exception {
    Given task = new Given(List.of(RECORD));
    Thread thread = new Thread(() -> pollOnce(task), "task-thread-shop-3");
    task.wait = true;
    thread.start();
    task.polls.exchange("is polled", 10, TimeUnit.SECONDS);
    now.addAndGet(Duration.ofSeconds(70).toNanos());

    assertThat(calls.of("shop", 3))
        .contains(new TaskCalls.Call("shop", 3, "poll", Duration.ofSeconds(70)));
    task.polls.exchange("may end", 10, TimeUnit.SECONDS);
    thread.join();
    assertThat(calls.of("shop", 3)).isEmpty();
  }

  private void pollOnce(SourceTask task) {
    try {
      new WatchedSource(task, calls, new TaskGate()).poll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives the same each time, and waits for somebody before that where it is told to. */
  private static final class Given extends SourceTask {
    private final Exchanger<String> polls = new Exchanger<>();
    private final @Nullable List<SourceRecord> records;
    private volatile boolean wait;

    Given(@Nullable List<SourceRecord> records) {
      this.records = records;
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
      if (wait) {
        polls.exchange("polled");
        polls.exchange("ends");
      }
      return records;
    }

    @Override
    public void start(Map<String, String> settings) {}

    @Override
    public void stop() {}

    @Override
    public String version() {
      return "1";
    }
  }
}
