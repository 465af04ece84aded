package io.sluice.acceptance.foreign;

import static io.sluice.acceptance.foreign.TransformRun.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Debezium's transformations, from the archive of its connector, in a pipeline. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DebeziumTransformsTest {
  private static final String PACKAGE = "io.debezium.transforms.";
  private static final Schema ROW =
      SchemaBuilder.struct()
          .name("shop.public.people.Value")
          .optional()
          .field("id", Schema.INT32_SCHEMA)
          .field("name", Schema.OPTIONAL_STRING_SCHEMA)
          .field(
              "at",
              SchemaBuilder.string()
                  .name("io.debezium.time.ZonedTimestamp")
                  .version(1)
                  .optional()
                  .build())
          .build();
  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .name("io.debezium.connector.postgresql.Source")
          .field("connector", Schema.STRING_SCHEMA)
          .field("db", Schema.STRING_SCHEMA)
          .field("schema", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .build();
  private static final Schema KEY =
      SchemaBuilder.struct()
          .name("shop.public.people.Key")
          .field("id", Schema.INT32_SCHEMA)
          .build();

  private TransformRun run = TransformRun.NONE;

  @BeforeAll
  void start(@TempDir Path folder) {
    run = new TransformRun(new Engine(folder), folder);
  }

  @AfterAll
  void stop() {
    run.close();
  }

  private List<String> through(String type, Map<String, String> settings, SourceRecord record) {
    return run.through(with(PACKAGE + type, settings), record);
  }

  @Test
  void extract_new_record_state_leaves_the_row() {
    assertThat(
            through(
                "ExtractNewRecordState",
                Map.of("add.fields", "op,source.table", "add.headers", "db"),
                event("u", row("old"), row("new"))))
        .containsExactly(
            "shop.public.people {id=7:int32}:Key {id=7:int32, name=new:string?,"
                + " at=2026-05-29T12:00:00Z:ZonedTimestamp/1?, __op=u:string?,"
                + " __source_table=people:string?}:Value [__db=shop:string?]");
  }

  @Test
  void extract_new_record_state_marks_a_delete() {
    assertThat(
            through(
                "ExtractNewRecordState",
                Map.of("delete.tombstone.handling.mode", "rewrite"),
                event("d", row("old"), null)))
        .containsExactly(
            "shop.public.people {id=7:int32}:Key {id=7:int32, name=old:string?,"
                + " at=2026-05-29T12:00:00Z:ZonedTimestamp/1?, __deleted=true:string?}:Value");
  }

  @Test
  void extract_changed_record_state_names_what_changed() {
    assertThat(
            through(
                "ExtractChangedRecordState",
                Map.of("header.changed.name", "Changed", "header.unchanged.name", "Unchanged"),
                event("u", row("old"), row("new"))))
        .singleElement()
        .asString()
        .endsWith(" [Changed=[name]:Changed?, Unchanged=[id, at]:Unchanged?]");
  }

  @Test
  void by_logical_table_router_joins_topics_and_keeps_keys_apart() {
    assertThat(
            through(
                "ByLogicalTableRouter",
                Map.of("topic.regex", "shop\\.public\\.(.*)", "topic.replacement", "all"),
                event("c", null, row("new"))))
        .singleElement()
        .asString()
        .startsWith(
            "all {id=7:int32, __dbz__physicalTableIdentifier=shop.public.people:string}:Key ");
  }

  @Test
  void timezone_converter_moves_times_of_rows() {
    assertThat(
            through(
                "TimezoneConverter",
                Map.of("converted.timezone", "+02:00"),
                event("c", null, row("new"))))
        .singleElement()
        .asString()
        .contains("at=2026-05-29T14:00:00+02:00:ZonedTimestamp/1?");
  }

  @Test
  void header_to_value_moves_a_header_into_the_row() {
    SourceRecord record = event("c", null, row("new"));
    record.headers().addString("trace", "t-1");

    assertThat(
            through(
                "HeaderToValue",
                Map.of("headers", "trace", "fields", "trace", "operation", "move"),
                record))
        .singleElement()
        .asString()
        .contains("trace=t-1:string")
        .doesNotContain("[");
  }

  @Test
  void partition_routing_leaves_the_record_as_it_is() {
    SourceRecord record = event("c", null, row("new"));

    assertThat(
            through(
                "partitions.PartitionRouting",
                Map.of("partition.payload.fields", "change.id", "partition.topic.num", "3"),
                record))
        .containsExactly(Shown.record(record));
  }

  @Test
  void schema_change_event_filter_lets_rows_pass() {
    SourceRecord record = event("c", null, row("new"));

    assertThat(
            through(
                "SchemaChangeEventFilter",
                Map.of("schema.change.event.exclude.list", "ALTER"),
                record))
        .containsExactly(Shown.record(record));
  }

  @Test
  void outbox_event_router_makes_events_of_rows() {
    Schema row =
        SchemaBuilder.struct()
            .name("shop.public.outbox.Value")
            .optional()
            .field("id", Schema.STRING_SCHEMA)
            .field("aggregatetype", Schema.STRING_SCHEMA)
            .field("aggregateid", Schema.STRING_SCHEMA)
            .field("type", Schema.STRING_SCHEMA)
            .field("payload", Schema.STRING_SCHEMA)
            .build();
    Struct after =
        new Struct(row)
            .put("id", "e-1")
            .put("aggregatetype", "order")
            .put("aggregateid", "o-7")
            .put("type", "placed")
            .put("payload", "{\"total\": 3}");

    assertThat(
            through(
                "outbox.EventRouter",
                Map.of("table.fields.additional.placement", "type:header:eventType"),
                event("shop.public.outbox", row, "c", null, after)))
        .containsExactly(
            "outbox.event.order o-7:string {\"total\": 3}:string [id=e-1:string,"
                + " eventType=placed:string]");
  }

  private static Struct row(String name) {
    return new Struct(ROW).put("id", 7).put("name", name).put("at", "2026-05-29T12:00:00Z");
  }

  private static SourceRecord event(String op, @Nullable Struct before, @Nullable Struct after) {
    return event("shop.public.people", ROW, op, before, after);
  }

  private static SourceRecord event(
      String topic, Schema row, String op, @Nullable Struct before, @Nullable Struct after) {
    Schema envelope =
        SchemaBuilder.struct()
            .name(topic + ".Envelope")
            .version(1)
            .field("before", row)
            .field("after", row)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    Struct value =
        new Struct(envelope)
            .put("before", before)
            .put("after", after)
            .put(
                "source",
                new Struct(SOURCE)
                    .put("connector", "postgresql")
                    .put("db", "shop")
                    .put("schema", "public")
                    .put("table", topic.substring(topic.lastIndexOf('.') + 1)))
            .put("op", op)
            .put("ts_ms", 1_780_056_000_000L);
    return new SourceRecord(
        Map.of("server", "shop"),
        Map.of("lsn", 1L),
        topic,
        null,
        KEY,
        new Struct(KEY).put("id", 7),
        envelope,
        value,
        1_780_056_000_000L,
        new ConnectHeaders());
  }
}
