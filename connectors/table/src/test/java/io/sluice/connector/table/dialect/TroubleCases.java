package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.stored.OffsetsTakenException;
import io.sluice.testkit.SinkRun;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** One bad row never costs another. */
public abstract class TroubleCases extends SinkCase {

  private List<String> names() throws Exception {
    return target.rows("select name from orders order by id");
  }

  private List<Long> reportedOffsets() {
    return sink.reported().stream().map(r -> r.record().kafkaOffset()).toList();
  }

  @Test
  void a_row_that_a_constraint_refuses_is_reported_and_the_others_go_in() throws Exception {
    target.execute(
        "create table orders (id bigint primary key, name varchar(100) check (name <> 'bad'))");
    for (long id = 0; id < 100; id++) {
      records.change("r", id, id == 37 ? "bad" : "n" + id);
    }
    records.committed();
    assertThat(names()).hasSize(99).doesNotContain("bad");
    assertThat(reportedOffsets()).containsExactly(37L);
  }

  @Test
  void a_row_that_an_index_added_meanwhile_refuses_replaces_no_other_row() throws Exception {
    target.execute(
        "create table orders (id bigint not null primary key, name varchar(100) not null)");
    records.change("c", 1, "a").change("c", 2, "b").committed();
    target.execute("create unique index one_name on orders (name)");
    records.change("c", 3, "a").change("u", 2, "z").committed();
    assertThat(target.rows("select id, name from orders order by id"))
        .containsExactly("1|a", "2|z");
    assertThat(reportedOffsets()).containsExactly(2L);
  }

  /** Drops an index of the table {@code orders}. */
  protected String dropIndex(String index) {
    return "drop index " + index;
  }

  @Test
  void a_key_that_lost_its_unique_index_meanwhile_is_still_stored_once() throws Exception {
    target.execute(
        "create table orders (id bigint not null, name varchar(100))",
        "create unique index one_id on orders (id)");
    start(Map.of("auto.evolve", "false"));
    records.change("c", 1, "a").change("c", 2, "b").committed();
    target.execute(dropIndex("one_id"));
    records.change("c", 1, "x").change("c", 3, "c").committed();
    assertThat(target.rows("select id, name from orders order by id"))
        .containsExactly("1|x", "2|b", "3|c");
    assertThat(sink.reported()).isEmpty();
  }

  @Test
  void several_refused_rows_in_several_batches_of_one_transaction_are_all_found() throws Exception {
    target.execute(
        "create table orders (id bigint primary key, name varchar(9) check (name <> 'x'))");
    start(Map.of("batch.size", "10"));
    for (long id = 0; id < 60; id++) {
      records.change("u", id, id % 20 == 7 ? "x" : "n" + id);
    }
    records.delete(0).committed();
    assertThat(target.rows("select count(*) from orders")).containsExactly("56");
    assertThat(reportedOffsets()).containsExactly(7L, 27L, 47L);
  }

  @Test
  void a_table_made_in_the_same_transaction_outlives_the_refusal_of_another_tables_row()
      throws Exception {
    target.execute(
        "create table orders (id bigint primary key, name varchar(9) check (name <> 'x'))");
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    records.flat("shop.public.other", new Struct(row).put("id", 1L)).delivered();
    records.change("c", 1, "x").change("c", 2, "y").committed();
    assertThat(target.rows("select id from other")).containsExactly("1");
    assertThat(names()).containsExactly("y");
  }

  @Test
  void a_refused_row_changes_no_value_of_a_table_that_grew_in_the_same_transaction()
      throws Exception {
    target.execute(
        "create table orders (id bigint primary key, name varchar(9) check (name <> 'x'))");
    long id = 0;
    for (Schema v : List.of(Schema.INT32_SCHEMA, Schema.INT64_SCHEMA)) {
      Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", v).build();
      Object value = v == Schema.INT32_SCHEMA ? (Object) 7 : (Object) 5_000_000_000L;
      records.flat("other", new Struct(row).put("id", ++id).put("v", value)).delivered();
    }
    records.change("c", 1, "x").change("c", 2, "y").committed();
    assertThat(target.rows("select v from other order by id")).containsExactly("7", "5000000000");
    assertThat(names()).containsExactly("y");
  }

  @Test
  void a_refused_row_is_found_anywhere_in_a_large_batch() throws Exception {
    target.execute(
        "create table orders (id bigint primary key, name varchar(9) check (name <> 'x'))");
    for (long id = 0; id < 5_000; id++) {
      records.change("r", id, id == 2_047 || id == 2_048 || id == 4_990 ? "x" : "n" + id % 1000);
    }
    records.committed();
    assertThat(target.rows("select count(*) from orders")).containsExactly("4997");
    assertThat(reportedOffsets()).containsExactly(2_047L, 2_048L, 4_990L);
  }

  @Test
  void a_refused_row_is_named_by_table_and_offset_but_never_by_value() throws Exception {
    target.execute(
        "create table orders (id bigint primary key, name varchar(99) check (name <> 'secret-7'))");
    records.change("r", 1, "secret-7").committed();
    assertThat(sink.reported())
        .singleElement()
        .satisfies(
            reported -> {
              StringBuilder told = new StringBuilder();
              for (Throwable t = reported.error(); t != null; t = t.getCause()) {
                told.append(t);
              }
              assertThat(told.toString())
                  .contains("orders")
                  .contains("offset 0")
                  .doesNotContain("secret-7");
            });
  }

  @Test
  void a_value_that_a_hand_made_column_cannot_hold_is_reported() throws Exception {
    target.execute("create table orders (id bigint not null, size smallint)");
    start(Map.of("auto.evolve", "false"));
    Schema row =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("size", Schema.INT32_SCHEMA)
            .build();
    records.flat("orders", new Struct(row).put("id", 1L).put("size", 40_000));
    records.flat("orders", new Struct(row).put("id", 2L).put("size", 4)).committed();
    assertThat(target.rows("select id, size from orders")).containsExactly("2|4");
    assertThat(reportedOffsets()).containsExactly(0L);
  }

  @Test
  void a_missing_value_of_a_column_that_must_have_one_is_reported() throws Exception {
    target.execute("create table orders (id bigint not null, name varchar(9) not null)");
    start(Map.of("auto.evolve", "false"));
    records.change("r", 1, null).change("r", 2, "b").committed();
    assertThat(names()).containsExactly("b");
    assertThat(reportedOffsets()).containsExactly(0L);
  }

  @Test
  void a_refused_row_stops_the_task_where_nobody_takes_reports() throws Exception {
    target.execute(
        "create table orders (id bigint primary key, name varchar(9) check (name <> 'x'))");
    Map<String, String> config = target.config();
    try (SinkRun strict = RunBy.chosen().sink(config, false).start()) {
      new Records(strict).change("r", 1, "a").change("r", 2, "x");
      assertThatThrownBy(() -> strict.deliver().commit())
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("orders");
      // Connect commits once more when a task has failed.
      assertThatThrownBy(strict::commit).isInstanceOf(ConnectException.class);
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void a_large_transaction_asks_for_a_commit_and_stays_within_it() throws Exception {
    start(Map.of("transaction.max.rows", "1000", "batch.max.bytes", "2000", "batch.size", "50"));
    LongStream.range(0, 3000).forEach(id -> records.change("r", id, "n" + id));
    sink.deliver(100);
    assertThat(sink.commitRequested()).isTrue();
    sink.commit();
    assertThat(target.rows("select count(*) from orders")).containsExactly("3000");
  }

  @Test
  void two_topics_that_meet_in_one_table_are_refused_for_good_also_after_restarts()
      throws Exception {
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    records.flat("shop.public.orders", new Struct(row).put("id", 1L)).committed();
    sink.crash().start();
    records.flat("shop.other.orders", new Struct(row).put("id", 1L));
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> records.committed())
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("shop.public.orders")
          .hasMessageContaining("shop.other.orders");
      sink.crash().start();
    }
    assertThat(target.rows("select topic from _sluice_offsets"))
        .containsExactly("shop.public.orders");
  }

  @Test
  @NotOnWorker("two connectors of one name, each with topics of its own")
  void a_task_that_was_replaced_without_knowing_it_commits_nothing() throws Exception {
    records.change("c", 1, "a").committed();
    try (SinkRun replacing = RunBy.chosen().sink(target.config(), true)) {
      Records same = new Records(replacing).change("c", 1, "a");
      replacing.start();
      same.change("c", 2, "by the new one").committed();
      records.change("c", 2, "by the old one");
      assertThatThrownBy(() -> records.committed())
          .isInstanceOf(ConnectException.class)
          .hasCauseInstanceOf(OffsetsTakenException.class);
    }
    assertThat(names()).containsExactly("a", "by the new one");
  }

  @Test
  void a_row_too_large_for_the_heap_is_refused_with_its_position_and_the_rest_goes_in()
      throws Exception {
    start(Map.of("row.max.bytes", "10000"));
    records.change("c", 1, "a").change("c", 2, "x".repeat(20_000)).change("c", 3, "b").delivered();
    sink.commit();
    assertThat(target.rows("select id from orders order by id")).containsExactly("1", "3");
    assertThat(sink.reported()).hasSize(1);
  }
}
