package io.sluice.kafka.worker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.kafka.RecordFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a null in a field that has a default, as columns of tables do. */
class NullsTest {
  private static final Schema ROW =
      SchemaBuilder.struct()
          .field("x", SchemaBuilder.int32().optional().defaultValue(7).build())
          .build();

  @ParameterizedTest
  @EnumSource(names = {"JSON_WITH_SCHEMAS", "CONNECT_JSON_WITH_SCHEMAS"})
  void a_null_comes_through_a_topic_of_a_pipeline_as_null(RecordFormat format) throws Exception {
    assertThat(through(format.className(), format.settings())).isNull();
  }

  @Test
  void a_null_comes_through_a_topic_of_a_worker_as_null() throws Exception {
    Map<String, String> worker =
        WorkerSettings.alone("127.0.0.1:1", "127.0.0.1:0", List.of(), Map.of()).connect();
    Map<String, String> settings = new HashMap<>();
    worker.forEach(
        (key, value) -> {
          if (key.startsWith("value.converter.")) {
            settings.put(key.substring("value.converter.".length()), value);
          }
        });

    assertThat(through(requireNonNull(worker.get("value.converter")), settings)).isNull();
  }

  private static @Nullable Object through(String className, Map<String, String> settings)
      throws Exception {
    try (Converter converter =
        (Converter) Class.forName(className).getDeclaredConstructor().newInstance()) {
      converter.configure(settings, false);
      Struct row = new Struct(ROW).put("x", null);
      byte[] bytes = converter.fromConnectData("rows", ROW, row);
      return ((Struct) converter.toConnectData("rows", bytes).value()).getWithoutDefault("x");
    }
  }
}
