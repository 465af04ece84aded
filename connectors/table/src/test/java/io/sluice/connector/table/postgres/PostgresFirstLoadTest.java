package io.sluice.connector.table.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.dialect.FirstLoadCases;
import io.sluice.connector.table.dialect.Records;
import io.sluice.connector.table.dialect.RunBy;
import io.sluice.connector.table.dialect.TargetUnderTest;
import io.sluice.testkit.SinkRun;
import io.sluice.testkit.SinkTaskHarness;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PostgresFirstLoadTest extends FirstLoadCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new PostgresUnderTest();
  }

  @Override
  protected boolean keyComesLast() {
    return true;
  }

  private List<String> keysStored() throws Exception {
    return target.rows("select name, key_columns from _sluice_offsets_schemas order by name");
  }

  @Test
  void that_the_key_is_pending_is_stored_until_it_is_built() throws Exception {
    midLoad();
    assertThat(keysStored()).containsExactly("harness|\"id\" pending");
    readLast(3, "c");
    records.committed();
    assertThat(keysStored()).containsExactly("harness|\"id\"");
  }

  @Test
  void the_key_is_called_as_if_it_had_been_there_first() throws Exception {
    midLoad();
    readLast(3, "c");
    records.committed();
    assertThat(
            target.rows(
                "select conname, pg_get_constraintdef(oid) from pg_constraint"
                    + " where conrelid = 'orders'::regclass and contype = 'p'"))
        .containsExactly("orders_pkey|PRIMARY KEY (id)");
  }

  @Test
  void another_pipeline_that_builds_the_key_in_mid_load_costs_no_row() throws Exception {
    midLoad();
    Map<String, String> config = new HashMap<>(target.config());
    config.put("name", "second");
    SinkRun first = sink;
    try (SinkRun second = RunBy.chosen().sink(config, true).start()) {
      sink = second;
      records = new Records(second);
      change(UUIDS, "u", uuid(1), "x", "false");
      records.committed();
    } finally {
      sink = first;
      records = new Records(first);
    }
    assertTable("b", "x");
    read(2, "y");
    read(3, "c");
    records.committed();
    assertTable("c", "x", "y");
    assertThat(sink.reported()).isEmpty();
  }

  @Test
  void a_key_that_takes_long_has_the_engine_call_again_and_costs_nothing() throws Exception {
    midLoad();
    readLast(3, "c");
    records.delivered();
    try (Connection reader = target.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select * from orders"); // Until this one ends the table cannot be locked.
      assertThatThrownBy(() -> ((SinkTaskHarness) sink).task().preCommit(new HashMap<>()))
          .isInstanceOf(RetriableException.class)
          .hasMessageContaining("key of table orders is being built");
      assertThatThrownBy(sink::deliverNothing).isInstanceOf(RetriableException.class);
      reader.rollback();
    }
    read(1, "x");
    records.committed();
    assertTable("b", "c", "x");
  }

  @Test
  void while_a_key_is_built_other_pipelines_start_and_create_and_change_their_tables()
      throws Exception {
    midLoad();
    readLast(3, "c");
    records.delivered();
    try (Connection reader = target.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select * from orders"); // The build takes as long as this.
      assertThatThrownBy(() -> ((SinkTaskHarness) sink).task().preCommit(new HashMap<>()))
          .isInstanceOf(RetriableException.class);
      CompletableFuture.runAsync(this::runAnother).get(20, TimeUnit.SECONDS);
      reader.rollback();
    }
    records.committed();
    assertTable("a", "b", "c");
    assertThat(target.rows("select id, size from others order by id"))
        .containsExactly("1|null", "2|7");
  }

  private void runAnother() {
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    Schema wider =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("size", Schema.INT32_SCHEMA)
            .build();
    Map<String, String> config = new HashMap<>(target.config());
    config.put("name", "second");
    try (SinkRun second = RunBy.chosen().sink(config, true).start()) {
      Records others = new Records(second);
      others.flat("others", new Struct(row).put("id", 1L)).committed();
      others.flat("others", new Struct(wider).put("id", 2L).put("size", 7)).committed();
    }
  }

  @Test
  void a_build_that_the_server_breaks_off_is_made_again() throws Exception {
    midLoad();
    readLast(3, "c");
    records.delivered();
    try (Connection reader = target.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select * from orders");
      assertThatThrownBy(() -> ((SinkTaskHarness) sink).task().preCommit(new HashMap<>()))
          .isInstanceOf(RetriableException.class);
      target.execute(
          "select pg_cancel_backend(pid) from pg_stat_activity where query like 'ALTER%'"
              + " and datname = current_database() and pid <> pg_backend_pid()");
      assertThatThrownBy(sink::deliverNothing)
          .isInstanceOf(RetriableException.class)
          .hasMessageContaining("57014");
    }
    records.committed();
    assertTable("a", "b", "c");
  }

  @Test
  @Timeout(60)
  void a_task_that_stops_breaks_off_a_build_and_the_next_one_makes_it() throws Exception {
    midLoad();
    readLast(3, "c");
    records.delivered();
    try (Connection reader = target.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select * from orders"); // The build takes as long as this.
      assertThatThrownBy(() -> ((SinkTaskHarness) sink).task().preCommit(new HashMap<>()))
          .isInstanceOf(RetriableException.class);
      sink.crash(); // Only stops the task.
      reader.rollback();
    }
    sink.start();
    records.committed();
    assertTable("a", "b", "c");
  }

  @Test
  void rows_that_are_read_again_are_there_once_in_a_database_that_publishes_all_tables()
      throws Exception {
    target.execute("create publication everything for all tables");
    midLoad();
    read(1, "x");
    readLast(3, "c");
    records.committed();
    assertTable("b", "c", "x");
    assertThat(target.rows("select relreplident from pg_class where relname = 'orders'"))
        .containsExactly("d");
  }

  @Test
  void a_key_that_somebody_made_in_mid_load_is_taken_for_it() throws Exception {
    midLoad();
    target.execute("alter table orders add constraint own primary key (id)");
    read(2, "y");
    readLast(3, "c");
    records.committed();
    assertTable("a", "c", "y");
    assertThat(keysStored()).containsExactly("harness|\"id\"");
  }

  @Test
  void a_column_that_somebody_added_in_mid_load_brings_about_the_key() throws Exception {
    midLoad();
    target.execute("alter table orders add column own text default 'own'");
    read(2, "y");
    read(3, "c");
    records.committed();
    assertTable("a", "c", "y");
  }

  @Test
  void a_table_that_is_dropped_in_mid_load_is_not_waited_for() throws Exception {
    start(Map.of("auto.recreate", "true"));
    midLoad();
    sink.crash();
    target.execute("drop table orders");
    sink.start();
    sink.deliverNothing();
    read(3, "c");
    readLast(4, "d");
    records.committed();
    assertTable("c", "d");
  }

  @Test
  void a_key_that_no_index_takes_is_refused_alone() throws Exception {
    change(TEXTS, "r", "first", "a", "true");
    records.committed();
    Random random = new Random(1);
    StringBuilder key = new StringBuilder();
    random.ints(6_000, 'a', 'z' + 1).forEach(letter -> key.append((char) letter));
    change(TEXTS, "r", key.toString(), "b", "true");
    change(TEXTS, "r", "third", "c", "true");
    records.committed();
    assertTable("a", "c");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void rows_that_are_read_again_in_pages_of_earlier_ones_are_there_as_they_came_last()
      throws Exception {
    // Long rows leave room behind them that short ones get, which come later.
    for (int i = 0; i < 40; i++) {
      read(i, "x".repeat(1500));
      records.committed();
    }
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 40; i++) {
        read(i, "r" + round);
        if (i % 7 == 0) {
          records.committed();
        }
      }
    }
    readLast(40, "r2");
    records.committed();
    assertThat(target.rows("select distinct name from orders")).containsExactly("r2");
    assertThat(target.rows("select count(*) from orders")).containsExactly("41");
  }
}
