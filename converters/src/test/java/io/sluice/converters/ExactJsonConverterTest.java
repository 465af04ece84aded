package io.sluice.converters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactJsonConverterTest {
  private static final Schema ROW =
      SchemaBuilder.struct()
          .name("row")
          .field("id", Schema.INT32_SCHEMA)
          .field("x", SchemaBuilder.int32().optional().defaultValue(7).build())
          .build();

  private final ExactJsonConverter converter = converter(Map.of());

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0})
  void numbers_that_json_or_connect_lacks_come_through(double number) {
    assertThat(through(Schema.FLOAT64_SCHEMA, number)).isEqualTo(number);
    assertThat(through(Schema.FLOAT32_SCHEMA, (float) number)).isEqualTo((float) number);
    Schema list = SchemaBuilder.array(Schema.FLOAT64_SCHEMA).build();
    assertThat(through(list, List.of(number))).isEqualTo(List.of(number));
    Schema withDefault = SchemaBuilder.float64().defaultValue(number).build();
    assertThat(read(converter.fromConnectData("t", withDefault, 1.0)).schema().defaultValue())
        .isEqualTo(number);
  }

  @Test
  void what_connects_own_converter_wrote_of_them_is_read() {
    try (JsonConverter connects = new JsonConverter()) {
      connects.configure(Map.of(), false);

      byte[] bytes = connects.fromConnectData("t", Schema.FLOAT64_SCHEMA, Double.NaN);

      assertThat(read(bytes).value()).isEqualTo(Double.NaN);
      assertThat(connects.toConnectData("t", bytes).value())
          .as("if this is no 0 any more, there is less need of a converter of our own")
          .isEqualTo(0.0);
    }
  }

  @Test
  void a_null_stays_null_whatever_the_default() {
    Struct row = new Struct(ROW).put("id", 1).put("x", null);

    assertThat(((Struct) requireNonNull(through(ROW, row))).getWithoutDefault("x")).isNull();
  }

  @Test
  void a_null_becomes_the_default_for_who_asks_for_it() {
    ExactJsonConverter asked = converter(Map.of("replace.null.with.default", "true"));
    byte[] bytes = converter.fromConnectData("t", ROW, new Struct(ROW).put("id", 1).put("x", null));

    assertThat(((Struct) asked.toConnectData("t", bytes).value()).getWithoutDefault("x"))
        .isEqualTo(7);
  }

  @Test
  void a_field_without_null_that_was_never_set_has_its_default() {
    Schema schema =
        SchemaBuilder.struct().field("x", SchemaBuilder.int32().defaultValue(7).build()).build();

    assertThat(((Struct) requireNonNull(through(schema, new Struct(schema)))).getInt32("x"))
        .isEqualTo(7);
  }

  @Test
  void a_tombstone_is_nothing() {
    assertThat(converter.fromConnectData("t", null, null)).isNull();
    assertThat(converter.toConnectData("t", null)).isEqualTo(SchemaAndValue.NULL);
  }

  @Test
  void schema_and_value_may_stand_in_any_order_and_apart() {
    String schema = "{\"optional\" : true, \"default\": 5,  \"type\":\"int32\"}";

    for (int again = 0; again < 2; again++) {
      assertThat(read("{ \"payload\" : 4 , \"schema\": " + schema + " }").value()).isEqualTo(4);
      assertThat(read("{\"schema\": " + schema + ", \"payload\": 4}").value()).isEqualTo(4);
      assertThat(read("{\"schema\": " + schema + ", \"payload\": 4 }\n").value()).isEqualTo(4);
    }
    assertThat(read("{\"schema\": " + schema + ", \"payload\": 4}").schema())
        .isEqualTo(SchemaBuilder.int32().optional().defaultValue(5).build());
  }

  @Test
  void schemas_that_come_by_turns_in_one_topic_are_told_apart() {
    for (int i = 0; i < 100; i++) {
      Schema schema =
          SchemaBuilder.struct().name("n" + i % 40).field("f" + i % 40, ROW.schema()).build();
      Struct row = new Struct(ROW).put("id", i);
      Struct value = new Struct(schema).put("f" + i % 40, row);

      SchemaAndValue read = read(converter.fromConnectData("t", schema, value));

      assertThat(read.schema()).isEqualTo(schema);
      assertThat(read.value()).isEqualTo(value);
    }
  }

  @Test
  void fields_may_come_in_any_order_and_more_than_the_schema_has() {
    Struct row = (Struct) read(envelope(ROW, "{\"more\":{\"a\":[1]},\"x\":3,\"id\":9}")).value();

    assertThat(row).isEqualTo(new Struct(ROW).put("id", 9).put("x", 3));
    assertThat(((Struct) requireNonNull(read(envelope(ROW, "{\"id\":9.0}")).value())).get("id"))
        .isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\":\"1\"}|/id: expected a whole number, found a text",
        "{\"id\":1.5}|/id: expected a whole number, found a number with a fraction",
        "{\"id\":3000000000}|/id: expected a number from -2147483648 to 2147483647",
        "{\"id\":99999999999999999999}|/id: expected a number from",
        "{\"id\":1e999999999}|/id: expected a number from",
        "{\"id\":null}|/id: null, where",
        "{\"x\":1}|record: no field id, where",
        "[1]|record: expected an object, found an array",
        "{\"id\":1},\"x\":{}|Expected",
        "{\"id\":1|Expected",
        "|record: expected an object, found nothing",
      })
  void what_does_not_fit_is_refused_and_never_shown(@Nullable String payload, String problem) {
    String given = payload == null ? "" : payload;
    read(converter.fromConnectData("t", ROW, new Struct(ROW).put("id", 1)));

    assertThatThrownBy(() -> read(envelope(ROW, given)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource({"float,1e39", "float,-1e39", "double,1e400", "double,-1e400"})
  void a_number_beyond_its_type_is_refused_and_no_infinity(String type, String number) {
    String schema = "{\"type\":\"" + type + "\",\"optional\":false}";

    assertThatThrownBy(() -> read("{\"schema\":" + schema + ",\"payload\":" + number + "}"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found one beyond")
        .hasMessageNotContaining(number);
  }

  @Test
  void without_schemas_a_number_beyond_a_double_is_refused_too() {
    try (ExactJsonConverter plain = new ExactJsonConverter()) {
      plain.configure(Map.of("schemas.enable", "false"), false);

      assertThatThrownBy(() -> plain.toConnectData("t", "[1e400]".getBytes(UTF_8)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("found one beyond");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret", "[\"secret\"]", "{\"secret\":1}", "{\"schema\":null}"})
  void what_has_no_schema_is_refused_and_never_shown(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Expected")
        .hasMessageNotContaining("secret");
  }

  @Test
  void texts_and_numbers_have_no_limit_of_their_own() {
    String text = "x".repeat(21_000_000);

    assertThat(through(Schema.STRING_SCHEMA, text)).isEqualTo(text);
    Schema decimal = org.apache.kafka.connect.data.Decimal.schema(0);
    java.math.BigDecimal large = new java.math.BigDecimal("9".repeat(5_000));
    ExactJsonConverter numeric = converter(Map.of("decimal.format", "NUMERIC"));
    assertThat(numeric.toConnectData("t", numeric.fromConnectData("t", decimal, large)).value())
        .isEqualTo(large);
  }

  @Test
  void a_header_comes_through_with_its_type_and_one_of_others_is_read_as_connect_does_it() {
    byte[] own = converter.fromConnectHeader("t", "h", Schema.STRING_SCHEMA, "007");

    assertThat(converter.toConnectHeader("t", "h", own).value()).isEqualTo("007");
    assertThat(converter.toConnectHeader("t", "h", "some text".getBytes(UTF_8)).value())
        .isEqualTo("some text");
    assertThat(converter.toConnectHeader("t", "h", "{\"a\":1}".getBytes(UTF_8)).value())
        .isEqualTo(Map.of("a", (byte) 1));
  }

  private @Nullable Object through(Schema schema, Object value) {
    byte[] bytes = converter.fromConnectData("t", schema, value);
    assertThat(bytes).isNotNull();
    Object first = read(bytes).value();
    assertThat(Plain.of(read(bytes).value())).as("read again").isEqualTo(Plain.of(first));
    return first;
  }

  private SchemaAndValue read(byte @Nullable [] bytes) {
    return converter.toConnectData("t", bytes);
  }

  private SchemaAndValue read(String text) {
    return read(text.getBytes(UTF_8));
  }

  private String envelope(Schema schema, String payload) {
    byte[] bytes = converter.fromConnectData("other", schema, new Struct(schema).put("id", 1));
    String text = new String(bytes, UTF_8);
    return text.substring(0, text.indexOf("\"payload\":") + 10) + payload + "}";
  }

  private static ExactJsonConverter converter(Map<String, String> settings) {
    ExactJsonConverter converter = new ExactJsonConverter();
    converter.configure(new HashMap<>(settings), false);
    return converter;
  }
}
