package io.sluice.engine.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

class RecordCodecTest {
  private static ConnectRecord<?> roundTrip(ConnectRecord<?> record) {
    return RecordCodec.decode(RecordCodec.encode(record));
  }

  private static SourceRecord valued(@Nullable Schema schema, @Nullable Object value) {
    return new SourceRecord(Map.of("s", 1), Map.of("o", 2), "t", null, null, schema, value);
  }

  @Property(tries = 2000)
  void any_record_comes_back_to_the_last_bit(@ForAll Random random) {
    ConnectRecord<?> record = new AnyRecord(random).record();

    ConnectRecord<?> back = roundTrip(record);

    assertThat(Fingerprint.of(back)).isEqualTo(Fingerprint.of(record));
    assertThat(RecordCodec.encode(back)).isEqualTo(RecordCodec.encode(record));
  }

  @Property(tries = 1000)
  void any_record_can_be_shown(@ForAll Random random) {
    assertThat(RecordCodec.toJson(RecordCodec.encode(new AnyRecord(random).record())))
        .startsWith("{")
        .endsWith("}");
  }

  @Property(tries = 3000)
  void damaged_bytes_are_refused_or_read_but_never_break_anything_else(@ForAll Random random) {
    byte[] bytes = RecordCodec.encode(new AnyRecord(random).record());
    for (int i = random.nextInt(3); i >= 0; i--) {
      bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
    }
    byte[] damaged = random.nextBoolean() ? bytes : Arrays.copyOf(bytes, bytes.length - 1);

    try {
      RecordCodec.decode(damaged);
    } catch (DataException e) {
      assertThat(e).hasMessageStartingWith("dead letter").hasMessageNotContaining("null");
    }
  }

  @Example
  void a_value_that_does_not_fit_its_schema_is_kept_as_it_is() {
    // Such a record is what dead letters are for.
    SourceRecord record = valued(Schema.INT32_SCHEMA, "no number at all");

    assertThat(roundTrip(record).value()).isEqualTo("no number at all");
    assertThat(roundTrip(record).valueSchema()).isEqualTo(Schema.INT32_SCHEMA);
  }

  @Example
  void a_null_where_a_default_would_stand_stays_null() {
    Schema schema =
        SchemaBuilder.struct()
            .field("n", SchemaBuilder.int32().optional().defaultValue(7).build())
            .build();
    Struct struct = new Struct(schema).put("n", null);

    Struct back = (Struct) roundTrip(valued(schema, struct)).value();

    assertThat(back.getWithoutDefault("n")).isNull();
    assertThat(back.get("n")).isEqualTo(7);
  }

  @Example
  void a_struct_as_default_comes_back() {
    Schema point = SchemaBuilder.struct().name("Point").field("x", Schema.INT32_SCHEMA).build();
    Struct origin = new Struct(point).put("x", 0);
    Schema withDefault =
        new ConnectSchema(
            Schema.Type.STRUCT,
            true,
            origin,
            "Point",
            null,
            null,
            null,
            point.fields(),
            null,
            null);
    Schema schema = SchemaBuilder.struct().field("p", withDefault).build();
    Struct value = new Struct(schema);

    SourceRecord record = valued(schema, value);

    assertThat(Fingerprint.of(roundTrip(record))).isEqualTo(Fingerprint.of(record));
  }

  @Example
  void a_schema_that_refers_to_itself_comes_back() {
    SchemaBuilder node = SchemaBuilder.struct().name("Node").optional();
    node.field("n", Schema.INT32_SCHEMA)
        .field("next", node)
        .field("children", SchemaBuilder.array(node).optional().build())
        .field("named", SchemaBuilder.map(Schema.STRING_SCHEMA, node).optional().build());
    Struct leaf = new Struct(node).put("n", 3);
    Struct inner = new Struct(node).put("n", 2).put("next", leaf).put("children", List.of(leaf));
    Schema top = node.build();
    Struct outer =
        new Struct(top).put("n", 1).put("next", inner).put("named", Map.of("a", inner, "b", leaf));

    SourceRecord record = valued(top, outer);
    ConnectRecord<?> back = roundTrip(record);

    assertThat(Fingerprint.of(back)).isEqualTo(Fingerprint.of(record));
    assertThat(RecordCodec.encode(back)).isEqualTo(RecordCodec.encode(record));
    assertThat(RecordCodec.toJson(RecordCodec.encode(record))).contains("\"Node\"");
    ((Struct) back.value()).validate();
  }

  @Example
  void one_schema_is_stored_once_however_often_it_is_used() {
    SchemaBuilder builder = SchemaBuilder.struct();
    for (int i = 0; i < 50; i++) {
      builder.field("a_field_with_quite_a_long_name_" + i, Schema.INT32_SCHEMA);
    }
    Schema row = builder.build();
    Schema twice =
        SchemaBuilder.struct().optional().field("before", row).field("after", row).build();
    Schema once = SchemaBuilder.struct().optional().field("before", row).build();

    int two = RecordCodec.encode(valued(twice, null)).length;
    int one = RecordCodec.encode(valued(once, null)).length;

    assertThat(two - one).isLessThan(20);
  }

  @Example
  void a_list_that_holds_itself_is_refused() {
    List<Object> self = new ArrayList<>();
    self.add(self);

    assertThatThrownBy(() -> RecordCodec.encode(valued(null, self)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds itself");
  }

  @Example
  void a_value_of_a_foreign_type_is_refused_by_its_type() {
    assertThatThrownBy(() -> RecordCodec.encode(valued(null, new StringBuilder("secret"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("java.lang.StringBuilder")
        .hasMessageNotContaining("secret");
  }

  @Example
  void a_newer_format_is_refused_with_what_to_do() {
    byte[] bytes = RecordCodec.encode(valued(null, "v"));
    bytes[0] = 99;

    assertThatThrownBy(() -> RecordCodec.decode(bytes))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("format 99")
        .hasMessageContaining("newer");
  }

  @Example
  void no_bytes_are_no_record() {
    assertThatThrownBy(() -> RecordCodec.decode(new byte[0])).isInstanceOf(DataException.class);
  }
}
