package io.sluice.connector.table.mysql;

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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MariaDbFirstLoadTest extends FirstLoadCases {
  private static final String PRIMARY_KEY =
      "select group_concat(column_name) from information_schema.key_column_usage"
          + " where table_schema = database() and table_name = 'orders'"
          + " and constraint_name = 'PRIMARY'";

  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new MariaDbUnderTest();
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
    assertThat(target.rows(PRIMARY_KEY)).containsExactly("_sluice_order");
    readLast(3, "c");
    records.committed();
    assertThat(keysStored()).containsExactly("harness|\"id\"");
    assertThat(target.rows(PRIMARY_KEY)).containsExactly("id");
  }

  @Test
  void what_numbers_the_rows_is_seen_by_nobody_who_does_not_ask_for_it() throws Exception {
    midLoad();
    assertThat(target.rows("select * from orders order by name"))
        .containsExactly(uuid(1) + "|a", uuid(2) + "|b");
    readLast(3, "c");
    records.committed();
    assertThat(
            target.rows(
                "select column_name from information_schema.columns where table_schema ="
                    + " database() and table_name = 'orders' order by ordinal_position"))
        .containsExactly("id", "name");
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
  void a_death_behind_the_build_and_before_the_commit_finds_the_key() throws Exception {
    midLoad();
    sink.crash();
    target.execute(
        "alter table orders drop column _sluice_order, drop primary key, add primary key (id)");
    sink.start();
    read(1, "x");
    readLast(3, "c");
    records.committed();
    assertTable("b", "c", "x");
    assertThat(keysStored()).containsExactly("harness|\"id\"");
  }

  @Test
  void a_death_before_the_first_commit_leaves_a_table_that_another_pipeline_gives_its_key()
      throws Exception {
    read(1, "a");
    records.delivered();
    sink.crash();
    assertThat(target.rows(PRIMARY_KEY)).containsExactly("_sluice_order");
    assertThat(keysStored()).isEmpty();
    start(Map.of("name", "second"));
    change(UUIDS, "u", uuid(1), "x", "false");
    records.committed();
    assertTable("x");
  }

  @Test
  void the_rows_of_a_transaction_that_is_too_large_to_be_repeated_come_again_to_the_key()
      throws Exception {
    start(Map.of("batch.max.bytes", "2000", "batch.size", "5"));
    midLoad();
    for (int i = 3; i < 60; i++) {
      read(i, "c" + i);
    }
    read(1, "x");
    readLast(60, "z");
    assertThatThrownBy(records::committed)
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("key of table orders");
    sink.crash().start();
    sink.deliver().commit();
    assertThat(target.rows("select count(*), count(distinct id) from orders"))
        .containsExactly("60|60");
    assertThat(target.rows("select name from orders where name in ('a', 'x', 'z') order by name"))
        .containsExactly("x", "z");
    assertThat(target.rows(PRIMARY_KEY)).containsExactly("id");
  }

  @Test
  void a_key_that_takes_long_has_the_engine_call_again_and_costs_nothing() throws Exception {
    midLoad();
    readLast(3, "c");
    records.delivered();
    try (Connection reader = target.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select * from orders"); // Until this one ends the table cannot change.
      assertThatThrownBy(() -> ((SinkTaskHarness) sink).task().preCommit(new HashMap<>()))
          .isInstanceOf(RetriableException.class)
          .hasMessageContaining("key of table orders is being built");
      reader.rollback();
    }
    read(1, "x");
    records.committed();
    assertTable("b", "c", "x");
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
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> building().size() == 1);
      target.execute("kill query " + building().get(0));
      assertThatThrownBy(sink::deliverNothing)
          .isInstanceOf(RetriableException.class)
          .hasMessageContaining("70100");
      reader.rollback();
    }
    records.committed();
    assertTable("a", "b", "c");
  }

  private List<String> building() throws Exception {
    return target.rows(
        "select id from information_schema.processlist where db = database()"
            + " and info like 'ALTER TABLE%ADD PRIMARY KEY%' and id <> connection_id()");
  }

  @Test
  void a_key_that_somebody_made_in_mid_load_is_taken_for_it() throws Exception {
    midLoad();
    target.execute(
        "alter table orders drop column _sluice_order, drop primary key, add primary key (id)");
    read(2, "y");
    readLast(3, "c");
    records.committed();
    assertTable("a", "c", "y");
    assertThat(keysStored()).containsExactly("harness|\"id\"");
  }

  @Test
  void an_index_that_somebody_made_in_mid_load_brings_about_the_key() throws Exception {
    midLoad();
    target.execute("alter table orders add unique (id)");
    read(2, "y");
    read(3, "c");
    records.committed();
    assertTable("a", "c", "y");
    assertThat(sink.reported()).isEmpty();
  }

  @Test
  void a_column_that_somebody_added_in_mid_load_stays_with_its_values() throws Exception {
    midLoad();
    target.execute("alter table orders add column own varchar(9) default 'own'");
    read(2, "y");
    readLast(3, "c");
    records.committed();
    assertTable("a", "c", "y");
    assertThat(target.rows("select distinct own from orders")).containsExactly("own");
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
  void a_column_of_the_records_that_is_called_as_the_numbers_are_is_left_alone() throws Exception {
    Schema row =
        SchemaBuilder.struct()
            .optional()
            .field("id", UUIDS.id())
            .field("_sluice_order", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    Schema envelope =
        SchemaBuilder.struct()
            .name("shop.public.orders.Envelope")
            .field("before", row)
            .field("after", row)
            .field("op", Schema.STRING_SCHEMA)
            .build();
    Struct after = new Struct(row).put("id", uuid(1)).put("_sluice_order", 7L);
    sink.append(
        "shop.public.orders",
        UUIDS.key(),
        new Struct(UUIDS.key()).put("id", uuid(1)),
        envelope,
        new Struct(envelope).put("op", "r").put("after", after));
    records.committed();
    assertThat(target.rows(PRIMARY_KEY)).containsExactly("id");
    assertThat(target.rows("select * from orders")).containsExactly(uuid(1) + "|7");
  }

  @ParameterizedTest
  @CsvSource({
    "10.11.6-MariaDB-1:10.11.6+maria~deb12, true",
    "10.3.0-MariaDB, true",
    "10.2.44-MariaDB-log, false",
    "8.0.23, true",
    "8.0.22-commercial, false",
    "9.1.0, true",
    "8.0.11-TiDB-v7.5.0, false",
    "unknown, false"
  })
  void only_a_server_with_invisible_columns_is_asked_for_one(String version, boolean has) {
    assertThat(MySqlSession.hasInvisibleColumns(version)).isEqualTo(has);
  }
}
