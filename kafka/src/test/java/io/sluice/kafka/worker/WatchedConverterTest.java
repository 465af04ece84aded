package io.sluice.kafka.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchedConverterTest {
  private final TaskWaits waits = new TaskWaits();
  private final Registered registered = new Registered();
  private final WatchedConverter converter = new WatchedConverter(registered, false, waits);

  @Test
  void what_it_tries_again_is_told_with_its_task_until_it_goes_or_never_will() throws Exception {
    registered.trouble.set(new RetriableException("the registry does not answer"));
    convert();
    assertThat(waits.all())
        .containsExactly(
            new TaskWaits.Wait("shop", 2, "the value converter: the registry does not answer"));

    registered.trouble.set(null);
    convert();
    assertThat(waits.all()).isEmpty();

    registered.trouble.set(new RetriableException("away again"));
    convert();
    registered.trouble.set(new DataException("a value that is none"));
    convert();
    assertThat(waits.all()).as("it waits for nothing any more").isEmpty();

    registered.trouble.set(new RetriableException("away again"));
    convert();
    converter.close();
    assertThat(waits.all()).as("the task is over").isEmpty();
  }

  @Test
  void a_plugin_finds_its_classes_by_the_loader_of_the_thread() throws Exception {
    Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      converter.fromConnectData("topic", null, "a");
      assertThat(registered.loader).isSameAs(Registered.class.getClassLoader());
      assertThat(Thread.currentThread().getContextClassLoader())
          .isSameAs(ClassLoader.getPlatformClassLoader());
    } finally {
      Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
    }
  }

  private void convert() throws InterruptedException {
    Thread task =
        new Thread(
            () -> {
              try {
                converter.fromConnectData("topic", null, "a");
              } catch (RetriableException | DataException told) {
                assertThat(told).isSameAs(registered.trouble.get());
              }
            },
            "task-thread-shop-2");
    task.start();
    task.join();
  }

  /** Asks somebody, who may not be there. */
  private static final class Registered implements Converter {
    private final AtomicReference<@Nullable RuntimeException> trouble = new AtomicReference<>();
    private @Nullable ClassLoader loader;

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {}

    @Override
    public byte[] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
      loader = Thread.currentThread().getContextClassLoader();
      RuntimeException now = trouble.get();
      if (now != null) {
        throw now;
      }
      return new byte[0];
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
      return SchemaAndValue.NULL;
    }
  }
}
