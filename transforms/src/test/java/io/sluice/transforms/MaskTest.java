package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

class MaskTest {
  /** printf 'ada@example.com' | openssl dgst -sha256 -hmac 'very secret'. */
  private static final String HMAC_OF_ADA =
      "aef916662263aafd8eab8f4d9aabe4e04a77167a6d50b6d8a79490bca1627399";

  /** printf 'pepperada@example.com' | sha256sum. */
  private static final String HASH_OF_ADA =
      "f3de2501fc91c4a9ae4d4ed50bef931c9901aabe5ea36979890a69204e7eb2b1";

  private static Mask.Value<SourceRecord> mask(String fields, String... settings) {
    Map<String, String> config = new HashMap<>(Map.of("fields", fields));
    for (int i = 0; i < settings.length; i += 2) {
      config.put(settings[i], settings[i + 1]);
    }
    Mask.Value<SourceRecord> mask = new Mask.Value<>();
    mask.configure(config);
    return mask;
  }

  private static Struct masked(Mask<SourceRecord> mask, SourceRecord record) {
    SourceRecord result = mask.apply(record);
    Struct value = (Struct) result.value();
    value.validate();
    assertThat(result.valueSchema()).isSameAs(value.schema());
    return value;
  }

  @Test
  void redact_puts_a_constant_of_the_same_type_and_keeps_the_schema() {
    Mask.Value<SourceRecord> mask =
        mask("email,total,balance,vip,seen,photo,address,tags,extra", "method", "redact");

    Struct row = masked(mask, Customers.flat());

    assertThat(row.schema()).isSameAs(Customers.ROW);
    assertThat(row.get("email")).isEqualTo("****");
    assertThat(row.get("total")).isEqualTo(0);
    assertThat(row.get("balance")).isEqualTo(new BigDecimal("0.00"));
    assertThat(row.get("vip")).isEqualTo(false);
    assertThat(row.get("seen")).isEqualTo(new Date(0));
    assertThat(row.getBytes("photo")).isEqualTo(new byte[1]);
    assertThat(row.getStruct("address").get("street")).isEqualTo("****");
    assertThat(row.getStruct("address").get("zip")).isEqualTo(0);
    assertThat(row.getArray("tags")).isEqualTo(Arrays.asList("****", null, "****"));
    assertThat(row.getMap("extra")).isEqualTo(Map.of("shoe", 0));
    assertThat(row.get("id")).isEqualTo(7L);
    assertThat(row.get("profile")).isEqualTo("{\"age\":30}");
  }

  @Test
  void a_redacted_text_that_had_a_meaning_loses_the_name_of_it() {
    Struct row = masked(mask("profile", "method", "redact", "replacement", "-"), Customers.flat());

    assertThat(row.get("profile")).isEqualTo("-");
    assertThat(row.schema().field("profile").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
  }

  @Test
  void hmac_is_what_others_compute_with_the_same_key() {
    Struct row = masked(mask("email", "method", "hmac", "key", "very secret"), Customers.flat());

    assertThat(row.get("email")).isEqualTo(HMAC_OF_ADA);
    assertThat(row.schema().name()).isEqualTo(Customers.ROW.name());
    assertThat(row.schema().isOptional()).isTrue();
  }

  @Test
  void hash_is_what_others_compute_with_the_same_salt() {
    Struct row = masked(mask("email", "method", "hash", "salt", "pepper"), Customers.flat());

    assertThat(row.get("email")).isEqualTo(HASH_OF_ADA);
  }

  @Test
  void a_hashed_number_becomes_text_that_equal_numbers_share() {
    Schema schema =
        SchemaBuilder.struct()
            .field("i", Schema.INT32_SCHEMA)
            .field("l", Schema.INT64_SCHEMA)
            .field("d", Schema.FLOAT64_SCHEMA)
            .field("n", org.apache.kafka.connect.data.Decimal.schema(2))
            .field("t", Schema.STRING_SCHEMA)
            .build();
    Struct value =
        new Struct(schema)
            .put("i", 100)
            .put("l", 100L)
            .put("d", 100.0)
            .put("n", new BigDecimal("100.00"))
            .put("t", "100");

    Struct row = masked(mask("i,l,d,n,t", "method", "hash"), Customers.of(schema, value));

    for (String field : List.of("i", "l", "d", "n")) {
      assertThat(row.schema().field(field).schema()).isEqualTo(Schema.STRING_SCHEMA);
      assertThat(row.get(field)).isEqualTo(row.get("t"));
    }
  }

  @Test
  void partial_leaves_the_last_characters() {
    Struct row =
        masked(mask("email,total,tags", "method", "partial", "keep", "3"), Customers.flat());

    assertThat(row.get("email")).isEqualTo("************com");
    assertThat(row.get("total")).isEqualTo("**");
    assertThat(row.getArray("tags")).isEqualTo(Arrays.asList("*", null, "***"));
  }

  @Test
  void partial_counts_characters_and_never_cuts_one_in_half() {
    assertThat(MaskedText.starred("a\ud83d\ude00\ud83d\ude00", 1)).isEqualTo("**\ud83d\ude00");
    assertThat(MaskedText.starred("abc", 0)).isEqualTo("***");
  }

  @Test
  void nullify_makes_the_field_optional_and_takes_whole_structs_away() {
    Struct row = masked(mask("email,address,total", "method", "null"), Customers.flat());

    assertThat(row.get("email")).isNull();
    assertThat(row.get("address")).isNull();
    assertThat(row.get("total")).isNull();
    assertThat(row.schema().field("email").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
  }

  @Test
  void null_stays_null_and_no_default_takes_its_place() {
    Struct value = Customers.row().put("tags", null).put("balance", null);

    Struct row =
        masked(
            mask("tags,balance,total", "method", "hash"),
            Customers.of(Customers.ROW, value.put("total", null)));

    assertThat(row.get("tags")).isNull();
    assertThat(row.get("balance")).isNull();
    assertThat(row.get("total")).isNull();
  }

  @Test
  void a_path_reaches_into_structs_and_hides_only_what_it_names() {
    Struct row = masked(mask("address.street", "method", "redact"), Customers.flat());

    assertThat(row.getStruct("address").get("street")).isEqualTo("****");
    assertThat(row.getStruct("address").get("zip")).isEqualTo(8001);
  }

  @Test
  void a_path_reaches_through_lists_of_structs() {
    Schema line = SchemaBuilder.struct().field("price", Schema.INT32_SCHEMA).build();
    Schema order = SchemaBuilder.struct().field("lines", SchemaBuilder.array(line).build()).build();
    Struct value =
        new Struct(order)
            .put(
                "lines",
                List.of(new Struct(line).put("price", 5), new Struct(line).put("price", 6)));

    Struct row = masked(mask("lines.price", "method", "partial"), Customers.of(order, value));

    assertThat(row.getArray("lines")).extracting(l -> ((Struct) l).get("price")).containsOnly("*");
  }

  @Test
  void a_path_into_a_map_hides_all_its_values() {
    Struct row = masked(mask("extra.shoe", "method", "hash"), Customers.flat());

    assertThat(row.<String, String>getMap("extra").get("shoe")).hasSize(64);
  }

  @Test
  void a_name_with_a_dot_in_it_is_a_name() {
    Schema schema = SchemaBuilder.struct().field("a.b", Schema.STRING_SCHEMA).build();

    Struct row =
        masked(
            mask("a.b", "method", "redact"),
            Customers.of(schema, new Struct(schema).put("a.b", "x")));

    assertThat(row.get("a.b")).isEqualTo("****");
  }

  @Test
  void in_a_change_event_the_field_is_hidden_before_and_after_and_nowhere_else() {
    Struct event = masked(mask("email", "method", "redact"), Customers.event());

    assertThat(event.getStruct("before").get("email")).isEqualTo("****");
    assertThat(event.getStruct("after").get("email")).isEqualTo("****");
    assertThat(event.getStruct("source").get("email")).isEqualTo("not a row");
    assertThat(event.get("op")).isEqualTo("u");
  }

  @Test
  void both_images_of_a_change_event_keep_one_schema() {
    Struct event = masked(mask("total", "method", "hash"), Customers.event());

    assertThat(event.schema().name()).isEqualTo("shop.public.customers.Envelope");
    assertThat(event.getStruct("before").schema()).isSameAs(event.getStruct("after").schema());
  }

  @Test
  void an_event_without_a_before_image_passes() {
    SourceRecord record = Customers.event();
    ((Struct) record.value()).put("before", null);

    Struct event = masked(mask("email", "method", "hash"), record);

    assertThat(event.get("before")).isNull();
    assertThat(event.getStruct("after").getString("email")).hasSize(64);
  }

  @Test
  void a_value_that_the_source_did_not_send_again_stays_marked_as_such() {
    Struct value = Customers.row().put("email", "__debezium_unavailable_value");
    value.put("photo", ByteBuffer.wrap("__debezium_unavailable_value".getBytes()));
    value.put("tags", List.of("__debezium_unavailable_value"));

    for (String method : List.of("hash", "partial", "redact")) {
      Struct row =
          masked(mask("email,photo,tags", "method", method), Customers.of(Customers.ROW, value));

      assertThat(row.get("email")).isEqualTo("__debezium_unavailable_value");
      assertThat(row.getArray("tags")).isEqualTo(List.of("__debezium_unavailable_value"));
    }
  }

  @Test
  void a_number_of_any_scale_is_hidden_as_the_number_that_it_is() {
    Schema number =
        SchemaBuilder.struct()
            .name("io.debezium.data.VariableScaleDecimal")
            .field("scale", Schema.INT32_SCHEMA)
            .field("value", Schema.BYTES_SCHEMA)
            .build();
    Schema schema =
        SchemaBuilder.struct().field("n", number).field("i", Schema.INT64_SCHEMA).build();
    Struct value =
        new Struct(schema)
            .put("n", new Struct(number).put("scale", 1).put("value", new byte[] {50}))
            .put("i", 5L);

    Struct hashed = masked(mask("n,i", "method", "hash"), Customers.of(schema, value));
    Struct redacted = masked(mask("n", "method", "redact"), Customers.of(schema, value));

    assertThat(hashed.get("n")).isEqualTo(hashed.get("i"));
    assertThat(redacted.getStruct("n").getBytes("value")).isEqualTo(new byte[1]);
  }

  @Test
  @SuppressWarnings("unchecked")
  void records_without_a_schema_are_masked_alike() {
    Mask.Value<SourceRecord> mask =
        mask("email,address.street,lines.price,tags", "method", "partial", "keep", "3");

    Map<String, Object> row = (Map<String, Object>) mask.apply(Customers.schemaless()).value();

    assertThat(row)
        .containsEntry("email", "************com")
        .containsEntry("address", Map.of("street", "******t 1"))
        .containsEntry("lines", List.of(Map.of("price", "*"), Map.of("price", "*")))
        .containsEntry("tags", Arrays.asList("*", null))
        .containsEntry("total", 41);
  }

  @Test
  @SuppressWarnings("unchecked")
  void change_events_without_a_schema_are_masked_in_both_images() {
    Map<String, Object> event = new HashMap<>();
    event.put("op", "u");
    event.put("before", Map.of("email", "a"));
    event.put("after", Map.of("email", "b"));
    event.put("email", "no row");

    Map<String, Object> made =
        (Map<String, Object>)
            mask("email", "method", "redact").apply(Customers.of(null, event)).value();

    assertThat(made)
        .containsEntry("before", Map.of("email", "****"))
        .containsEntry("after", Map.of("email", "****"))
        .containsEntry("email", "no row");
  }

  @Test
  void keys_are_masked_by_the_transform_for_keys() {
    Mask.Key<SourceRecord> mask = new Mask.Key<>();
    mask.configure(Map.of("fields", "email", "method", "redact"));

    SourceRecord made = mask.apply(Customers.flat());

    assertThat(((Struct) made.key()).get("email")).isEqualTo("****");
    assertThat(((Struct) made.value()).get("email")).isEqualTo("ada@example.com");
  }

  @Test
  void a_heartbeat_passes() {
    Schema heartbeat =
        SchemaBuilder.struct()
            .name("io.debezium.connector.common.Heartbeat")
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();
    SourceRecord record = Customers.of(heartbeat, new Struct(heartbeat).put("ts_ms", 1L));

    assertThat(mask("email", "method", "redact", "missing", "fail").apply(record)).isSameAs(record);
  }

  @Test
  void a_misspelt_field_fails_with_what_was_meant_if_so_configured() {
    Mask.Value<SourceRecord> mask = mask("emial", "method", "redact", "missing", "fail");

    assertThatThrownBy(() -> mask.apply(Customers.event()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Did you mean 'email'?");
  }

  @Test
  void a_value_without_fields_is_refused_rather_than_let_through() {
    Mask.Value<SourceRecord> mask = mask("email", "method", "redact");

    assertThatThrownBy(() -> mask.apply(Customers.of(Schema.STRING_SCHEMA, "ada@example.com")))
        .isInstanceOf(DataException.class)
        .hasMessageNotContaining("ada");
    assertThatThrownBy(() -> mask.apply(Customers.of(null, "ada@example.com")))
        .isInstanceOf(DataException.class)
        .hasMessageNotContaining("ada");
  }

  @Test
  void hmac_without_a_key_is_refused() {
    assertThatThrownBy(() -> mask("email", "method", "hmac"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("key");
  }

  @Test
  void the_key_is_shown_nowhere() {
    MaskConfig config =
        new MaskConfig(Map.of("fields", "a", "method", "hmac", "key", "very secret"));

    assertThat(config.values().toString()).doesNotContain("very secret");
  }

  @Test
  void a_source_that_makes_a_schema_for_each_record_gets_one_schema_back() {
    Mask.Value<SourceRecord> mask = mask("email", "method", "nullify");

    Schema first = mask.apply(of(new String("s"))).valueSchema();
    Schema second = mask.apply(of(new String("s"))).valueSchema();

    assertThat(second).isSameAs(first);
  }

  private static SourceRecord of(String name) {
    Schema schema = SchemaBuilder.struct().name(name).field("email", Schema.STRING_SCHEMA).build();
    return Customers.of(schema, new Struct(schema).put("email", "x"));
  }

  @Test
  void a_schema_that_holds_itself_cannot_be_hidden_whole() {
    SchemaBuilder node = SchemaBuilder.struct().name("Node").optional();
    node.field("text", Schema.STRING_SCHEMA).field("next", node);
    Schema row = SchemaBuilder.struct().field("node", node).build();
    Struct value = new Struct(row).put("node", new Struct(node).put("text", "x"));

    assertThatThrownBy(() -> mask("node", "method", "hash").apply(Customers.of(row, value)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'node'");
    assertThat(masked(mask("node", "method", "nullify"), Customers.of(row, value)).get("node"))
        .isNull();
  }

  @Test
  void any_connect_runtime_finds_both_transforms() {
    assertThat(ServiceLoader.load(Transformation.class))
        .extracting(t -> t.getClass().getName())
        .contains("io.sluice.transforms.Mask$Key", "io.sluice.transforms.Mask$Value");
  }
}
