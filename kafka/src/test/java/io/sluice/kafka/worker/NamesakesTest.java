package io.sluice.kafka.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;

class NamesakesTest {
  private final TaskWaits waits = new TaskWaits();
  private final Namesakes<WatchedConverter> converters = new Namesakes<>(WatchedConverter.class);

  private Converter watched(Converter converter) {
    return converters.of(converter, converter, false, waits);
  }

  @Test
  void a_watcher_has_the_name_of_what_it_watches_and_does_what_that_does() {
    try (StringConverter strings = new StringConverter()) {
      strings.configure(Map.of(), false);
      Converter watcher = watched(strings);

      assertThat(watcher.getClass().getName()).isEqualTo(StringConverter.class.getName());
      assertThat(watcher).isInstanceOf(WatchedConverter.class).isNotInstanceOf(strings.getClass());
      assertThat(watcher.toConnectData("topic", "a".getBytes(StandardCharsets.UTF_8)).value())
          .isEqualTo("a");
    }
  }

  @Test
  void each_class_of_plugins_has_one() {
    Converter one = watched(new ByteArrayConverter());

    assertThat(watched(new ByteArrayConverter()).getClass()).isSameAs(one.getClass());
    assertThat(watched(new JsonConverter()).getClass().getName())
        .isEqualTo(JsonConverter.class.getName());
  }
}
