package io.sluice.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AcknowledgementsTest {
  private static final int EPOCHS = 20_000;
  private static final int RECORDS = 20;

  @Test
  void every_record_is_told_once_and_none_is_kept_while_others_come_in() throws Exception {
    Listening task = new Listening();
    Acknowledgements acknowledgements = new Acknowledgements(task);
    AtomicLong cut = new AtomicLong();
    ExecutorService dispatching = Executors.newSingleThreadExecutor();
    try {
      Future<?> all =
          dispatching.submit(
              () -> {
                for (long epoch = 1; epoch <= EPOCHS; epoch++) {
                  for (int i = 0; i < RECORDS; i++) {
                    acknowledgements.dispatched(record(), null);
                  }
                  acknowledgements.cut(epoch);
                  cut.set(epoch);
                }
              });
      while (!all.isDone()) {
        acknowledgements.tell(task, cut.get());
      }
      all.get(1, TimeUnit.SECONDS);
      acknowledgements.tell(task, EPOCHS);
    } finally {
      dispatching.shutdownNow();
    }

    assertThat(task.heard).isEqualTo((long) EPOCHS * RECORDS);
    assertThat(acknowledgements.kept()).isZero();
  }

  @Test
  void a_record_that_the_task_fails_on_keeps_it_from_hearing_of_no_other() {
    Listening task = new Listening();
    task.failAt = 2;
    Acknowledgements acknowledgements = new Acknowledgements(task);
    for (int i = 0; i < RECORDS; i++) {
      acknowledgements.dispatched(record(), null);
    }
    acknowledgements.cut(1);

    assertThatThrownBy(() -> acknowledgements.tell(task, 1)).hasMessage("cannot hear");

    assertThat(task.heard).isEqualTo(RECORDS);
    assertThat(task.commits).isEqualTo(1);
    assertThat(acknowledgements.kept()).isZero();
  }

  private static SourceRecord record() {
    return new SourceRecord(Map.of("s", "x"), Map.of("next", 1L), "t", null, null, "v");
  }

  private static final class Listening extends SourceTask {
    private long heard;
    private long failAt = -1;
    private int commits;

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
      if (++heard == failAt) {
        throw new ConnectException("cannot hear");
      }
    }

    @Override
    public void commit() {
      commits++;
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public void start(Map<String, String> props) {}

    @Override
    public @Nullable List<SourceRecord> poll() {
      return null;
    }

    @Override
    public void stop() {}
  }
}
