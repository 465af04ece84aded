package io.sluice.converters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.jspecify.annotations.Nullable;

/** What we write is to the byte what Connect's own converter writes, and each reads the other's. */
class FormOfConnectTest {
  private static final String TOPIC = "rows";

  @Property(tries = 2_000)
  void records_with_schemas_are_the_same_bytes_and_mean_the_same(@ForAll long seed) {
    same(seed, Map.of("schemas.enable", "true", "replace.null.with.default", "false"));
  }

  @Property(tries = 500)
  void so_are_decimals_as_numbers(@ForAll long seed) {
    same(seed, Map.of("decimal.format", "NUMERIC", "replace.null.with.default", "false"));
  }

  @Property(tries = 500)
  void so_are_defaults_for_nulls(@ForAll long seed) {
    same(seed, Map.of("replace.null.with.default", "true"));
  }

  @Property(tries = 500)
  void records_without_schemas_are_the_same_bytes_and_mean_the_same(@ForAll long seed) {
    same(seed, Map.of("schemas.enable", "false", "replace.null.with.default", "false"));
  }

  private static void same(long seed, Map<String, String> settings) {
    try (JsonConverter connects = new JsonConverter();
        ExactJsonConverter ours = new ExactJsonConverter()) {
      connects.configure(settings, false);
      ours.configure(settings, false);
      RandomData data = new RandomData(seed);
      Schema schema = data.schema(3);
      for (int i = 0; i < 3; i++) {
        Object value = data.value(schema);

        byte[] written = ours.fromConnectData(TOPIC, schema, value);

        assertThat(written).asString().isEqualTo(text(connects, schema, value));
        SchemaAndValue read = ours.toConnectData(TOPIC, written);
        SchemaAndValue readByConnects = connects.toConnectData(TOPIC, written);
        assertThat(read.schema()).isEqualTo(readByConnects.schema());
        assertThat(Plain.of(read.value())).isEqualTo(Plain.of(readByConnects.value()));
      }
    }
  }

  private static String text(JsonConverter converter, Schema schema, @Nullable Object value) {
    return new String(
        converter.fromConnectData(TOPIC, schema, value), java.nio.charset.StandardCharsets.UTF_8);
  }
}
