package io.sluice.engine.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.engine.deadletter.edit.RecordEdit;
import io.sluice.engine.deadletter.edit.RecordText;
import io.sluice.engine.deadletter.edit.RecordTextException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordEditTest {
  private static final Schema LINE =
      SchemaBuilder.struct()
          .field("sku", Schema.STRING_SCHEMA)
          .field("n", Schema.INT8_SCHEMA)
          .build();

  private static final Schema ORDER =
      SchemaBuilder.struct()
          .name("shop.Order")
          .field("id", Schema.INT32_SCHEMA)
          .field("paid", Schema.BOOLEAN_SCHEMA)
          .field("amount", Decimal.schema(2))
          .field("rate", Schema.FLOAT32_SCHEMA)
          .field("at", Timestamp.SCHEMA)
          .field("blob", Schema.BYTES_SCHEMA)
          .field("note", Schema.OPTIONAL_STRING_SCHEMA)
          .field("lines", SchemaBuilder.array(LINE).build())
          .field("counts", SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.INT64_SCHEMA).build())
          .build();

  private static final Instant AT = Instant.parse("2026-11-22T10:15:30Z");

  private static Struct order() {
    return new Struct(ORDER)
        .put("id", 7)
        .put("paid", true)
        .put("amount", new BigDecimal("12.30"))
        .put("rate", Float.NaN)
        .put("at", Date.from(AT))
        .put("blob", ByteBuffer.wrap(new byte[] {1, 2}))
        .put("note", "n")
        .put("lines", List.of(new Struct(LINE).put("sku", "a").put("n", (byte) 1)))
        .put("counts", Map.of(3, 4L));
  }

  private static byte[] record(@Nullable Schema schema, Object value) {
    ConnectHeaders headers = new ConnectHeaders();
    headers.addInt("try", 1).addString("from", "shop");
    return RecordCodec.encode(
        new SinkRecord(
            "orders",
            2,
            Schema.INT64_SCHEMA,
            7L,
            schema,
            value,
            42,
            5L,
            TimestampType.CREATE_TIME,
            headers));
  }

  private static ConnectRecord<?> edited(byte[] record, String from, String to) {
    RecordText text = RecordText.of(record);
    assertThat(text.value()).contains(from);
    return RecordCodec.decode(
        RecordEdit.apply(
            record, new RecordText(text.key(), text.value().replace(from, to), text.headers())));
  }

  private static Struct editedOrder(String from, String to) {
    return (Struct) edited(record(ORDER, order()), from, to).value();
  }

  @Property(tries = 300)
  void what_is_not_changed_stays_to_the_last_bit_however_it_is_laid_out(@ForAll long seed) {
    byte[] record = RecordCodec.encode(new AnyRecord(new Random(seed)).record());
    RecordText text = RecordText.of(record);

    assertThat(RecordEdit.apply(record, text)).isEqualTo(record);
    if (!text.value().contains("{")) {
      RecordText laidOut =
          new RecordText(" " + text.key() + "\n", "\n" + text.value(), text.headers());
      assertThat(RecordEdit.apply(record, laidOut)).isEqualTo(record);
    }
  }

  @Test
  void a_changed_field_has_its_type_and_the_others_stay() {
    Struct edited = editedOrder("\"12.30\"", "\"99.5\"");

    assertThat(edited.get("amount")).isEqualTo(new BigDecimal("99.50"));
    edited.put("amount", new BigDecimal("12.30"));
    assertThat(edited).isEqualTo(order());
  }

  @Test
  void every_type_can_be_changed() {
    assertThat(editedOrder("\"id\" : 7", "\"id\" : -8").get("id")).isEqualTo(-8);
    assertThat(editedOrder("\"paid\" : true", "\"paid\" : false").get("paid")).isEqualTo(false);
    assertThat(editedOrder("\"NaN\"", "0.5").get("rate")).isEqualTo(0.5f);
    assertThat(editedOrder("2026-11-22T10:15:30Z", "1969-07-20T20:17:40Z").get("at"))
        .isEqualTo(Date.from(Instant.parse("1969-07-20T20:17:40Z")));
    assertThat(editedOrder("\"AQI=\"", "\"/w==\"").get("blob")).isEqualTo(new byte[] {-1});
    assertThat(editedOrder("\"n\",", "null,").get("note")).isNull();
    assertThat(editedOrder("\"n\" : 1", "\"n\" : 127").getArray("lines"))
        .containsExactly(new Struct(LINE).put("sku", "a").put("n", (byte) 127));
    assertThat(editedOrder("\"3\" : 4", "\"3\" : 5").getMap("counts")).isEqualTo(Map.of(3, 5L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"id\" : 7|\"id\" : \"7\"|value.id|2|10|whole number",
        "\"id\" : 7|\"id\" : 3000000000|value.id|2|10|whole number",
        "\"paid\" : true|\"paid\" : null|value.paid|3|12|null",
        "\"12.30\"|\"1.234\"|value.amount|4|14|2 digits",
        "\"12.30\"|\"1e999999999\"|value.amount|4|14|decimal",
        "\"AQI=\"|\"not base64!\"|value.blob|7|12|base64",
        "\"2026-11-22T10:15:30Z\"|\"yesterday\"|value.at|6|10|a moment",
        "\"n\" : 1|\"n\" : 128|value.lines[0].n|11|11|from -128 to 127",
        "\"paid\"|\"payed\"|value.payed|3|13|fields (id, paid",
        "\"3\" : 4|\"x\" : 4|value.counts.x|14|11|no texts",
        "\"id\" : 7,||value.id|1|1|no such field",
      })
  void what_does_not_fit_is_told_with_its_place(
      String from, String to, String path, int line, int column, String says) {
    RecordTextException refused =
        catchThrowableOfType(
            RecordTextException.class, () -> editedOrder(from, to == null ? "" : to));

    assertThat(refused).as(from).isNotNull();
    assertThat(refused.path()).isEqualTo(path);
    assertThat(refused.getMessage()).contains(says);
    assertThat(List.of(refused.line(), refused.column())).containsExactly(line, column);
  }

  @Test
  void what_is_no_json_is_told_with_its_place_and_never_repeated() {
    byte[] record = record(ORDER, order());
    RecordText text = RecordText.of(record);

    for (String broken : List.of("", "{\n \"secret-token\": }", "{} {}", "[".repeat(5_000))) {
      RecordTextException refused =
          catchThrowableOfType(
              RecordTextException.class,
              () -> RecordEdit.apply(record, new RecordText(text.key(), broken, text.headers())));
      assertThat(refused).as(broken).isNotNull();
      assertThat(refused.path()).isEqualTo("value");
      assertThat(refused.getMessage()).doesNotContain("secret-token");
    }
  }

  @Test
  void without_a_schema_numbers_keep_the_type_that_they_had() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("short", (short) 1);
    value.put("float", 1.5f);
    value.put("decimal", new BigDecimal("1.10"));
    value.put("blob", new byte[] {3});
    byte[] record = record(null, value);
    String blob = Base64.getEncoder().encodeToString(new byte[] {4});

    assertThat(edited(record, "\"short\" : 1", "\"short\" : 2").value())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("short", (short) 2)
        .containsEntry("float", 1.5f)
        .containsEntry("decimal", new BigDecimal("1.10"));
    assertThat(edited(record, "1.5", "2.5").value())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("float", 2.5f);
    assertThat(edited(record, "\"1.10\"", "\"2.2\"").value())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("decimal", new BigDecimal("2.2"));
    assertThat(((Map<?, ?>) edited(record, "\"Aw==\"", "\"" + blob + "\"").value()).get("blob"))
        .isEqualTo(new byte[] {4});
    assertThat(edited(record, "\"short\" : 1", "\"new\" : [true, 5, 2.5]").value())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .doesNotContainKey("short")
        .containsEntry("new", List.of(true, 5L, 2.5));
  }

  @Test
  void headers_keep_their_schemas_and_may_be_added_and_taken_away() {
    byte[] record = record(ORDER, order());
    RecordText text = RecordText.of(record);
    String headers = "[{\"name\": \"try\", \"value\": 2}, {\"name\": \"new\", \"value\": \"x\"}]";

    ConnectRecord<?> edited =
        RecordCodec.decode(
            RecordEdit.apply(record, new RecordText(text.key(), text.value(), headers)));

    assertThat(edited.headers()).extracting(Header::key).containsExactly("try", "new");
    assertThat(edited.headers().lastWithName("try").value()).isEqualTo(2);
    assertThat(edited.headers().lastWithName("try").schema().type()).isEqualTo(Schema.Type.INT32);
    assertThat(edited.headers().lastWithName("new").value()).isEqualTo("x");
    assertThat(((SinkRecord) edited).kafkaOffset()).isEqualTo(42);
    assertThat(((SinkRecord) edited).timestamp()).isEqualTo(5L);
  }
}
