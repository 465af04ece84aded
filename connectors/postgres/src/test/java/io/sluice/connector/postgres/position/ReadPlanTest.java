package io.sluice.connector.postgres.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.position.TableRead.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class ReadPlanTest {

  @Test
  void what_an_offset_tells_is_read_back_as_written() {
    ReadPlan plan =
        ReadPlan.EMPTY
            .with(
                List.of(
                    new TableRead(
                        new TableId("s.dot", "t.dot\""),
                        Kind.INCREMENTAL,
                        "a = 'x'",
                        "created",
                        "signal-1",
                        List.of("2020-01-01", "7'\\"),
                        List.of("2030-01-01", "9")),
                    TableRead.of(new TableId("public", "b"), Kind.BLOCKING),
                    TableRead.pages(
                        new TableId("public", "c"), 3, 10, 16384, "age(xmin) > age('7'::xid)")))
            .withPaused(true);

    assertThat(written(plan)).isEqualTo(plan);
  }

  @Test
  void nothing_to_read_leaves_nothing_in_the_offset() {
    Map<String, Object> offset = new LinkedHashMap<>();

    Reads.NONE.into(offset);

    assertThat(offset).isEmpty();
  }

  @Test
  void a_reading_leaves_a_mark_in_the_offset_when_it_is_over() {
    TableRead read = TableRead.of(new TableId("public", "t"), Kind.INCREMENTAL);
    Reads before = Reads.of(offset(Reads.NONE.withKnown(KnownTables.of(List.of(1)))));

    Reads after = Reads.of(offset(before.withPlan(before.plan().with(List.of(read)))));
    after = Reads.of(offset(after.withPlan(after.plan().next())));

    assertThat(after.plan()).isEqualTo(before.plan());
    assertThat(offset(after)).isNotEqualTo(offset(before)).containsKey("sluice_unrepeatable");
  }

  @Test
  void a_snapshot_that_debezium_had_under_way_is_begun_anew() {
    ReadPlan plan =
        ReadPlan.of(
            Map.of(
                "incremental_snapshot_collections",
                "[{\"incremental_snapshot_collections_id\":\"public.t\","
                    + "\"incremental_snapshot_collections_additional_condition\":\"\","
                    + "\"incremental_snapshot_collections_surrogate_key\":\"\"}]",
                "incremental_snapshot_primary_key",
                "aced0005",
                "incremental_snapshot_correlation_id",
                "x"));

    assertThat(plan)
        .isEqualTo(
            ReadPlan.EMPTY.with(
                List.of(TableRead.of(new TableId("public", "t"), Kind.INCREMENTAL))));
  }

  @Test
  void a_list_that_cannot_be_understood_is_refused_by_name() {
    assertThatThrownBy(() -> ReadPlan.of(Map.of("incremental_snapshot_collections", "[{]")))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("incremental_snapshot_collections");
  }

  @Test
  void the_last_table_takes_the_pause_with_it() {
    ReadPlan plan =
        ReadPlan.EMPTY
            .with(List.of(TableRead.of(new TableId("public", "t"), Kind.INCREMENTAL)))
            .withPaused(true);

    assertThat(plan.next()).isEqualTo(ReadPlan.EMPTY);
  }

  @Test
  void known_tables_are_read_back_as_written() {
    KnownTables known = KnownTables.of(List.of(16_384, -1, 16_390, 16_384)).with(16_385);

    assertThat(KnownTables.parse(known.toString())).isEqualTo(known);
    assertThat(known.contains(-1)).isTrue();
    assertThat(known.contains(16_386)).isFalse();
    assertThat(known.missing(Map.of(new TableId("public", "new"), 16_386)))
        .containsExactly(new TableId("public", "new"));
  }

  private static ReadPlan written(ReadPlan plan) {
    Map<String, Object> offset = new LinkedHashMap<>();
    plan.into(offset);
    return ReadPlan.of(offset);
  }

  private static Map<String, Object> offset(Reads reads) {
    Map<String, Object> offset = new LinkedHashMap<>();
    reads.into(offset);
    return offset;
  }
}
