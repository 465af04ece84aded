package io.sluice.serdes.protobuf;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import io.sluice.schema.SchemaType;
import io.sluice.serdes.client.SchemaText;
import io.sluice.serdes.random.Plain;
import io.sluice.serdes.random.RandomData;
import io.sluice.serdes.server.RunningRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtobufConverterTest {
  private static final Schema ORDER =
      SchemaBuilder.struct()
          .name("shop.Order")
          .field("id", Schema.INT64_SCHEMA)
          .field("note", Schema.OPTIONAL_STRING_SCHEMA)
          .field("total", Decimal.schema(2))
          .field("at", Timestamp.SCHEMA)
          .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
          .field("count", Schema.INT32_SCHEMA)
          .build();

  @TempDir static Path folder;
  private static RunningRegistry registry;

  @BeforeAll
  static void serve() {
    registry = RunningRegistry.in(folder);
  }

  @AfterAll
  static void close() {
    registry.close();
  }

  @Test
  void any_schema_and_any_value_come_back_by_way_of_a_registry() {
    ProtobufConverter writer = converter(Map.of());
    ProtobufConverter reader = converter(Map.of());
    for (int seed = 0; seed < 150; seed++) {
      RandomData random = new RandomData(seed);
      Schema schema = random.schema(2);
      Object value = random.value(schema);
      if (value == null) {
        continue;
      }
      byte[] bytes = requireNonNull(writer.fromConnectData("random" + seed, schema, value));
      SchemaAndValue read = reader.toConnectData("random" + seed, bytes);
      assertThat(read.schema()).as("seed " + seed).isEqualTo(schema);
      assertThat(Plain.of(read.value())).as("seed " + seed).isEqualTo(Plain.of(value));
    }
  }

  @Test
  void null_is_a_tombstone_where_it_may_be_null_and_refused_where_it_may_not() {
    ProtobufConverter converter = converter(Map.of());

    assertThat(converter.fromConnectData("t", Schema.OPTIONAL_INT32_SCHEMA, null)).isNull();
    assertThat(converter.toConnectData("t", null)).isEqualTo(SchemaAndValue.NULL);
    assertThatThrownBy(() -> converter.fromConnectData("t", Schema.INT32_SCHEMA, null))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("topic t, value");
  }

  @Test
  void a_key_is_registered_as_a_key() {
    ProtobufConverter converter = new ProtobufConverter();
    converter.configure(registry.settings(Map.of()), true);

    byte[] bytes = requireNonNull(converter.fromConnectData("keys", Schema.STRING_SCHEMA, "k"));

    assertThat(converter.toConnectData("keys", bytes).value()).isEqualTo("k");
    assertThat(registry.client().latest("keys-key").version()).isEqualTo(1);
  }

  @Test
  void the_schema_may_be_named_in_a_header() {
    byte[] bytes = requireNonNull(converter(Map.of()).fromConnectData("headers", ORDER, order(1)));
    RecordHeaders headers = new RecordHeaders();
    headers.add("__value_schema_id", Arrays.copyOf(bytes, 6));
    byte[] data = Arrays.copyOfRange(bytes, 6, bytes.length);

    assertThat(Plain.of(converter(Map.of()).toConnectData("headers", headers, data).value()))
        .isEqualTo(Plain.of(order(1)));
  }

  @Test
  void the_schema_is_named_in_a_header_by_its_guid_where_that_is_asked_for() {
    ProtobufConverter converter =
        converter(Map.of("value.schema.id.serializer", "HeaderSchemaIdSerializer"));
    RecordHeaders headers = new RecordHeaders();

    byte[] data = requireNonNull(converter.fromConnectData("guids", headers, ORDER, order(1)));

    assertThat(headers.lastHeader("__value_schema_id").value()).startsWith(1);
    assertThat(Plain.of(converter(Map.of()).toConnectData("guids", headers, data).value()))
        .isEqualTo(Plain.of(order(1)));
    assertThatThrownBy(() -> converter.fromConnectData("guids", ORDER, order(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("header");
  }

  @Test
  void a_value_that_does_not_fit_is_told_by_its_place_and_not_by_itself() {
    ProtobufConverter converter = converter(Map.of());
    Struct order = order(1).put("total", new java.math.BigDecimal("98765.4"));

    assertThatThrownBy(() -> converter.fromConnectData("orders", ORDER, order))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("topic orders, value")
        .hasMessageContaining("/total")
        .hasMessageNotContaining("98765");
  }

  @Test
  void hostile_bytes_end_in_an_error_that_names_topic_and_id() {
    ProtobufConverter converter = converter(Map.of());
    byte[] good = requireNonNull(converter.fromConnectData("hostile", ORDER, order(42)));
    int id = ByteBuffer.wrap(good).getInt(1);
    Random random = new Random(7);
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = good.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[6 + random.nextInt(bytes.length - 6)] = (byte) random.nextInt();
      }
      byte[] bad =
          random.nextBoolean() ? bytes : Arrays.copyOf(bytes, 6 + random.nextInt(bytes.length - 6));
      try {
        converter.toConnectData("hostile", bad);
      } catch (DataException e) {
        assertThat(e).hasMessageContaining("topic hostile, value");
        assertThat(e).hasMessageContaining("id " + id);
      }
    }
  }

  @Test
  void what_is_no_record_of_this_form_is_told() {
    ProtobufConverter converter = converter(Map.of());
    byte[] good = requireNonNull(converter.fromConnectData("framing", ORDER, order(42)));
    byte[] otherMagic = good.clone();
    otherMagic[0] = 17;
    byte[] unknown = good.clone();
    ByteBuffer.wrap(unknown).putInt(1, 99_999_999);

    for (byte[] bad : new byte[][] {otherMagic, unknown, {0, 0}, {}}) {
      assertThatThrownBy(() -> converter.toConnectData("framing", bad))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("topic framing, value");
    }
    assertThatThrownBy(() -> converter.toConnectData("framing", unknown))
        .hasMessageContaining("99999999");
  }

  @Test
  void a_registry_that_does_not_answer_is_asked_again_by_connect() {
    ProtobufConverter converter = new ProtobufConverter();
    converter.configure(
        Map.of("schema.registry.url", "http://127.0.0.1:1", "max.retries", 0), false);

    assertThatThrownBy(() -> converter.fromConnectData("t", ORDER, order(1)))
        .isInstanceOf(RetriableException.class);
  }

  @Test
  void what_is_written_is_this_to_the_byte_and_protobufs_library_reads_it() throws Exception {
    byte[] bytes = requireNonNull(converter(Map.of()).fromConnectData("golden", ORDER, order(42)));
    byte[] data = Arrays.copyOfRange(bytes, 6, bytes.length);

    assertThat(bytes[0]).isZero();
    assertThat(bytes[5]).as("the first message").isZero();
    assertThat(java.util.HexFormat.of().formatHex(data))
        .isEqualTo(
            "082a"
                + "1205c5bee9a6ac"
                + "1a060a0204e21802"
                + "220b0880e2cfaa0610c0a9d33a"
                + "2a0161"
                + "2a00"
                + "3007");
    String text = registry.client().latest("golden-value").schema().text();
    assertThat(text).contains("message Order {").contains("optional string note = 2;");
    Descriptor message =
        Messages.file(registry.client().resolve("", SchemaText.of(SchemaType.PROTOBUF, text)))
            .getMessageTypes()
            .get(0);
    DynamicMessage read = DynamicMessage.parseFrom(message, data);
    assertThat(read.getField(message.findFieldByName("id"))).isEqualTo(42L);
    assertThat(read.getField(message.findFieldByName("note"))).isEqualTo("ž馬");
    assertThat(read.getUnknownFields().asMap()).isEmpty();
  }

  @Test
  void a_record_without_a_schema_is_refused() {
    assertThatThrownBy(() -> converter(Map.of()).fromConnectData("free", null, Map.of("a", 1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("topic free, value");
  }

  @Test
  void a_file_of_somebody_else_is_read_as_documented_and_written_back_the_same() throws Exception {
    String file =
        """
        syntax = "proto3";
        package shop;
        message Unused {}
        message Order {
          message Line { string sku = 1; repeated Line parts = 2; }
          enum Kind { NEW = 0; OLD = 3; }
          sint32 id = 7;
          uint32 big = 8;
          Kind kind = 2;
          oneof payment { string card = 3; int64 cash = 4; }
          map<string, Line> lines = 5;
          optional bool paid = 6;
          repeated Kind kinds = 9;
          fixed64 f = 300;
        }
        """;
    int id =
        registry
            .client()
            .register("foreign-value", SchemaText.of(SchemaType.PROTOBUF, file), false)
            .id();
    Descriptor message =
        Messages.file(registry.client().resolve("", SchemaText.of(SchemaType.PROTOBUF, file)))
            .findMessageTypeByName("Order");
    Descriptor line = message.findNestedTypeByName("Line");
    DynamicMessage sub =
        DynamicMessage.newBuilder(line).setField(line.findFieldByName("sku"), "s").build();
    Descriptor entry = message.findFieldByName("lines").getMessageType();
    DynamicMessage written =
        DynamicMessage.newBuilder(message)
            .setField(message.findFieldByName("id"), -5)
            .setField(message.findFieldByName("big"), -1)
            .setField(
                message.findFieldByName("kind"),
                message.findEnumTypeByName("Kind").findValueByName("OLD"))
            .setField(message.findFieldByName("cash"), 0L)
            .addRepeatedField(
                message.findFieldByName("lines"),
                DynamicMessage.newBuilder(entry)
                    .setField(entry.findFieldByName("key"), "k")
                    .setField(
                        entry.findFieldByName("value"),
                        DynamicMessage.newBuilder(line)
                            .addRepeatedField(line.findFieldByName("parts"), sub)
                            .build())
                    .build())
            .addRepeatedField(
                message.findFieldByName("kinds"),
                message.findEnumTypeByName("Kind").findValueByName("NEW"))
            .setField(message.findFieldByName("f"), Long.MAX_VALUE)
            .build();
    byte[] data = written.toByteArray();
    // The second message of the file.
    byte[] bytes =
        ByteBuffer.allocate(7 + data.length)
            .put((byte) 0)
            .putInt(id)
            .put(new byte[] {2, 2})
            .put(data)
            .array();

    SchemaAndValue read = converter(Map.of()).toConnectData("foreign", bytes);
    Struct value = (Struct) read.value();

    assertThat(value.getInt32("id")).isEqualTo(-5);
    assertThat(value.getInt64("big")).isEqualTo(0xffff_ffffL);
    assertThat(value.getString("kind")).isEqualTo("OLD");
    assertThat(value.getStruct("payment_0").getInt64("cash")).isZero();
    assertThat(value.getStruct("payment_0").get("card")).isNull();
    assertThat(value.get("paid")).isNull();
    Struct top = (Struct) requireNonNull(value.getMap("lines").get("k"));
    assertThat(((Struct) top.getArray("parts").get(0)).getString("sku")).isEqualTo("s");
    assertThat(value.getArray("kinds")).isEqualTo(java.util.List.of("NEW"));

    // A source that has read this writes what any reader of the first file reads.
    byte[] again =
        requireNonNull(converter(Map.of()).fromConnectData("back", read.schema(), value));
    DynamicMessage back =
        DynamicMessage.parseFrom(message, Arrays.copyOfRange(again, 6, again.length));
    assertThat(back).isEqualTo(written);
  }

  @Test
  void a_message_that_the_schema_does_not_have_is_told() {
    ProtobufConverter converter = converter(Map.of());
    byte[] good = requireNonNull(converter.fromConnectData("index", ORDER, order(42)));
    byte[] bad =
        ByteBuffer.allocate(good.length + 1)
            .put(good, 0, 5)
            .put(new byte[] {2, 8})
            .put(good, 6, good.length - 6)
            .array();

    assertThatThrownBy(() -> converter.toConnectData("index", bad))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("topic index, value, schema id")
        .hasMessageContaining("[4]");
  }

  @Test
  void a_length_of_two_gigabytes_takes_no_memory() {
    ProtobufConverter converter = converter(Map.of());
    byte[] good = requireNonNull(converter.fromConnectData("length", ORDER, order(42)));
    byte[] bad =
        ByteBuffer.allocate(12)
            .put(good, 0, 6)
            .put((byte) 0x12)
            .put(new byte[] {-1, -1, -1, -1, 7})
            .array();

    assertThatThrownBy(() -> converter.toConnectData("length", bad))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("topic length, value, schema id");
  }

  private static Struct order(long id) {
    return new Struct(ORDER)
        .put("id", id)
        .put("note", "ž馬")
        .put("total", new java.math.BigDecimal("12.50"))
        .put("at", new java.util.Date(1_700_000_000_123L))
        .put("tags", java.util.List.of("a", ""))
        .put("count", 7);
  }

  private static ProtobufConverter converter(Map<String, ?> more) {
    ProtobufConverter converter = new ProtobufConverter();
    converter.configure(registry.settings(more), false);
    return converter;
  }
}
