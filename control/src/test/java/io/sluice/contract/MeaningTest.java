package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.fault.FaultException;
import io.sluice.engine.gate.Passages;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.SchemaContract.Compatibility;
import io.sluice.pipeline.SchemaContract.Format;
import io.sluice.pipeline.SchemaContract.OnChange;
import io.sluice.pipeline.SchemaContract.OnIncompatible;
import io.sluice.pipeline.SchemaContract.OnSchemaless;
import io.sluice.pipeline.SchemaContract.SubjectName;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Page;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a registry lets pass, for it is written alike, and a sink would read as something else. */
class MeaningTest {
  private static final java.util.Date NOON = new java.util.Date(43_200_000L);
  private static final java.util.Date DAY = new java.util.Date(86_400_000L);

  @TempDir private Path folder;

  private record Column(Schema schema, Object value) {}

  private static Column named(SchemaBuilder builder, String name, Object value) {
    return new Column(builder.name(name).version(1).build(), value);
  }

  private static Stream<Arguments> in(Format format) {
    Column integer = new Column(Schema.INT64_SCHEMA, 1L);
    Column micros = named(SchemaBuilder.int64(), "io.debezium.time.MicroTimestamp", 1L);
    Column millis = named(SchemaBuilder.int64(), "io.debezium.time.Timestamp", 1L);
    Column two = new Column(Decimal.schema(2), new BigDecimal("1.00"));
    Column four = new Column(Decimal.schema(4), new BigDecimal("1.0000"));
    Column bytes = new Column(Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {1}));
    Column text = new Column(Schema.STRING_SCHEMA, "a");
    Column days = new Column(Date.SCHEMA, DAY);
    return Stream.of(
        Arguments.of(format, two, four, "of scale 4 now, and was"),
        Arguments.of(format, micros, millis, "is io.debezium.time.Timestamp now, and was"),
        Arguments.of(format, bytes, text, "c"),
        Arguments.of(format, integer, new Column(Timestamp.SCHEMA, NOON), "c"),
        Arguments.of(format, days, new Column(Schema.INT32_SCHEMA, 1), "c"));
  }

  static Stream<Arguments> changes() {
    return Stream.of(Format.values()).flatMap(MeaningTest::in);
  }

  private static SourceRecord record(Column column) {
    Schema row = SchemaBuilder.struct().name("shop.Row").field("c", column.schema()).build();
    Schema envelope = SchemaBuilder.struct().name("shop.Envelope").field("after", row).build();
    Struct value = new Struct(envelope).put("after", new Struct(row).put("c", column.value()));
    return new SourceRecord(Map.of(), Map.of(), "orders", null, null, null, envelope, value);
  }

  private static SchemaContract contract(Format format, Compatibility level) {
    return new SchemaContract(
        format,
        Optional.of(level),
        OnChange.EVOLVE,
        OnIncompatible.STOP,
        OnSchemaless.REFUSE,
        SubjectName.TOPIC,
        true,
        Optional.empty());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void is_a_change_that_is_not_allowed_unless_everything_is(
      Format format, Column was, Column is, String told) {
    try (Bed bed = new Bed(folder)) {
      try (Passages passages = bed.passages("p", contract(format, Compatibility.BACKWARD))) {
        passages.pass(record(was));
        passages.pass(record(was));

        assertThatThrownBy(() -> passages.pass(record(is)))
            .isInstanceOf(FaultException.class)
            .hasMessageContaining(told)
            .hasMessageContaining("on_incompatible: stop");
      }
      try (Passages passages = bed.passages("p", contract(format, Compatibility.NONE))) {
        passages.pass(record(is));
      }
      assertThat(bed.registry.versions("orders-value", Deleted.HIDDEN, Page.ALL))
          .containsExactly(1, 2);
    }
  }

  static Stream<Format> formats() {
    return Stream.of(Format.values());
  }

  @ParameterizedTest
  @MethodSource("formats")
  void the_path_is_that_of_the_field(Format format) {
    Column two = new Column(Decimal.schema(2), new BigDecimal("1.00"));
    Column four = new Column(Decimal.schema(4), new BigDecimal("1.0000"));
    try (Bed bed = new Bed(folder);
        Passages passages = bed.passages("p", contract(format, Compatibility.FULL))) {
      passages.pass(record(two));

      assertThatThrownBy(() -> passages.pass(record(four)))
          .hasMessageContaining(
              "after.c: is org.apache.kafka.connect.data.Decimal of scale 4 now, and was"
                  + " org.apache.kafka.connect.data.Decimal of scale 2 before (MEANING_CHANGED)");
    }
  }
}
