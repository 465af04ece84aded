package io.sluice.connector.table.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.HeldUpKeyCases;
import io.sluice.connector.table.dialect.Records;
import io.sluice.connector.table.dialect.RunBy;
import io.sluice.connector.table.dialect.TargetUnderTest;
import io.sluice.testkit.SinkRun;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PostgresFirstLoadTest extends HeldUpKeyCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new PostgresUnderTest();
  }

  @Override
  protected String ownKey() {
    return "alter table orders add constraint own primary key (id)";
  }

  @Override
  protected String breakOffBuild() throws SQLException {
    target.execute(
        "select pg_cancel_backend(pid) from pg_stat_activity where query like 'ALTER%'"
            + " and datname = current_database() and pid <> pg_backend_pid()");
    return "57014";
  }

  @Override
  protected List<String> builds() throws SQLException {
    return target.rows(
        "select pid, query_start from pg_stat_activity where query like 'ALTER%ADD PRIMARY KEY%'"
            + " and state = 'active' and datname = current_database()"
            + " and pid <> pg_backend_pid()");
  }

  @Test
  void a_table_whose_first_row_is_refused_when_it_is_there_gets_its_key_before_the_next_one()
      throws Exception {
    start(Map.of("schema.evolution", "freeze"));
    target.execute(
        "create function narrowed() returns event_trigger language plpgsql as $$ begin"
            + " if exists (select from pg_event_trigger_ddl_commands()"
            + " where object_identity = 'public.orders') then"
            + " alter table orders alter id type integer using null; end if; end $$",
        "create event trigger narrows on ddl_command_end when tag in ('CREATE TABLE')"
            + " execute function narrowed()");
    read(1, "a");
    committed();
    assertThat(sink.reported()).hasSize(1);
    assertThat(keysStored()).containsExactly("harness|\"id\" pending");
    target.execute(
        "drop event trigger narrows", "alter table orders alter id type uuid using null");
    read(2, "b");
    read(3, "c");
    committed();
    assertTable("b", "c");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void the_key_is_called_as_if_it_had_been_there_first() throws Exception {
    midLoad();
    readLast(3, "c");
    committed();
    assertThat(
            target.rows(
                "select conname, pg_get_constraintdef(oid) from pg_constraint"
                    + " where conrelid = 'orders'::regclass and contype = 'p'"))
        .containsExactly("orders_pkey|PRIMARY KEY (id)");
  }

  @Test
  void while_a_key_is_built_other_pipelines_start_and_create_and_change_their_tables()
      throws Exception {
    midLoad();
    readLast(3, "c");
    delivered();
    try (Connection reader = target.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select * from orders"); // The build takes as long as this.
      sink.commit();
      CompletableFuture.runAsync(this::runAnother).get(20, TimeUnit.SECONDS);
      reader.rollback();
    }
    committed();
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
  @Timeout(60)
  void a_task_that_stops_breaks_off_a_build_and_the_next_one_makes_it() throws Exception {
    midLoad();
    readLast(3, "c");
    delivered();
    try (Connection reader = target.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select * from orders"); // The build takes as long as this.
      sink.commit();
      sink.crash(); // Only stops the task.
      reader.rollback();
    }
    sink.start();
    committed();
    assertTable("a", "b", "c");
  }

  @Test
  void rows_that_are_read_again_are_there_once_in_a_database_that_publishes_all_tables()
      throws Exception {
    target.execute("create publication everything for all tables");
    midLoad();
    read(1, "x");
    readLast(3, "c");
    committed();
    assertTable("b", "c", "x");
    assertThat(target.rows("select relreplident from pg_class where relname = 'orders'"))
        .containsExactly("d");
  }

  @Test
  void a_column_that_somebody_added_in_mid_load_brings_about_the_key() throws Exception {
    midLoad();
    target.execute("alter table orders add column own text default 'own'");
    read(2, "y");
    read(3, "c");
    committed();
    assertTable("a", "c", "y");
  }

  @Test
  void a_key_that_no_index_takes_is_refused_alone() throws Exception {
    change(TEXTS, "r", "first", "a", "true");
    committed();
    Random random = new Random(1);
    StringBuilder key = new StringBuilder();
    random.ints(6_000, 'a', 'z' + 1).forEach(letter -> key.append((char) letter));
    change(TEXTS, "r", key.toString(), "b", "true");
    change(TEXTS, "r", "third", "c", "true");
    committed();
    assertTable("a", "c");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void rows_that_are_read_again_in_pages_of_earlier_ones_are_there_as_they_came_last()
      throws Exception {
    // Long rows leave room behind them that short ones get, which come later.
    for (int i = 0; i < 40; i++) {
      read(i, "x".repeat(1500));
      committed();
    }
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 40; i++) {
        read(i, "r" + round);
        if (i % 7 == 0) {
          committed();
        }
      }
    }
    readLast(40, "r2");
    committed();
    assertThat(target.rows("select distinct name from orders")).containsExactly("r2");
    assertThat(target.rows("select count(*) from orders")).containsExactly("41");
  }
}
