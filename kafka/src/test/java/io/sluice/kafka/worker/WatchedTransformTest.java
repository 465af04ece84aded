package io.sluice.kafka.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchedTransformTest {
  private static final SourceRecord RECORD =
      new SourceRecord(Map.of(), Map.of(), "topic", null, "value");

  private final TaskWaits waits = new TaskWaits();
  private final AtomicReference<@Nullable RuntimeException> trouble = new AtomicReference<>();
  private final WatchedTransform<SourceRecord> transform =
      new WatchedTransform<>(new Asking(), waits);

  @Test
  void one_that_waits_for_somebody_is_told_until_it_goes_on() throws Exception {
    trouble.set(new RetriableException("nobody answers"));
    assertThat(applied()).isSameAs(trouble.get());
    assertThat(waits.all())
        .containsExactly(new TaskWaits.Wait("shop", 0, "transform Asking: nobody answers"));

    trouble.set(null);
    assertThat(applied()).isNull();
    assertThat(waits.all()).isEmpty();
  }

  private @Nullable Throwable applied() throws InterruptedException {
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread task =
        new Thread(
            () -> thrown.set(catchThrowable(() -> transform.apply(RECORD))), "task-thread-shop-0");
    task.start();
    task.join();
    return thrown.get();
  }

  private final class Asking implements Transformation<SourceRecord> {
    @Override
    public SourceRecord apply(SourceRecord record) {
      RuntimeException now = trouble.get();
      if (now != null) {
        throw now;
      }
      return record;
    }

    @Override
    public ConfigDef config() {
      return new ConfigDef();
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> settings) {}
  }
}
