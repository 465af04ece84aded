package io.sluice.connector.table.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.HeldUpKeyCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MariaDbFirstLoadTest extends HeldUpKeyCases {
  private static final String PRIMARY_KEY =
      "select group_concat(column_name) from information_schema.key_column_usage"
          + " where table_schema = database() and table_name = 'orders'"
          + " and constraint_name = 'PRIMARY'";

  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new MariaDbUnderTest();
  }

  @Override
  protected String ownKey() {
    return "alter table orders drop column _sluice_order, drop primary key, add primary key (id)";
  }

  @Override
  protected String breakOffBuild() throws SQLException {
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> builds().size() == 1);
    target.execute("kill query " + builds().get(0));
    return "70100";
  }

  @Test
  void the_primary_key_is_that_of_the_rows_numbers_until_they_are_there() throws Exception {
    midLoad();
    assertThat(target.rows(PRIMARY_KEY)).containsExactly("_sluice_order");
    readLast(3, "c");
    committed();
    assertThat(target.rows(PRIMARY_KEY)).containsExactly("id");
  }

  @Test
  void what_numbers_the_rows_is_seen_by_nobody_who_does_not_ask_for_it() throws Exception {
    midLoad();
    assertThat(target.rows("select * from orders order by name"))
        .containsExactly(uuid(1) + "|a", uuid(2) + "|b");
    readLast(3, "c");
    committed();
    assertThat(
            target.rows(
                "select column_name from information_schema.columns where table_schema ="
                    + " database() and table_name = 'orders' order by ordinal_position"))
        .containsExactly("id", "name");
  }

  @Test
  void a_death_behind_the_build_and_before_the_commit_finds_the_key() throws Exception {
    midLoad();
    sink.crash();
    target.execute(ownKey());
    sink.start();
    read(1, "x");
    readLast(3, "c");
    committed();
    assertTable("b", "c", "x");
    assertThat(keysStored()).containsExactly("harness|\"id\"");
  }

  @Test
  void a_death_before_the_first_commit_leaves_a_table_that_another_pipeline_gives_its_key()
      throws Exception {
    read(1, "a");
    delivered();
    sink.crash();
    assertThat(target.rows(PRIMARY_KEY)).containsExactly("_sluice_order");
    assertThat(keysStored()).isEmpty();
    start(Map.of("name", "second"));
    change(UUIDS, "u", uuid(1), "x", "false");
    committed();
    assertTable("x");
  }

  @Test
  void a_transaction_that_is_too_large_to_be_repeated_is_followed_by_the_key() throws Exception {
    start(Map.of("batch.max.bytes", "2000", "batch.size", "5"));
    midLoad();
    for (int i = 3; i < 60; i++) {
      read(i, "c" + i);
    }
    read(1, "x");
    readLast(60, "z");
    committed();
    assertThat(target.rows("select count(*), count(distinct id) from orders"))
        .containsExactly("60|60");
    assertThat(target.rows("select name from orders where name in ('a', 'x', 'z') order by name"))
        .containsExactly("x", "z");
    assertThat(target.rows(PRIMARY_KEY)).containsExactly("id");
  }

  @Override
  protected List<String> builds() throws SQLException {
    return target.rows(
        "select id from information_schema.processlist where db = database()"
            + " and info like 'ALTER TABLE%ADD PRIMARY KEY%' and id <> connection_id()");
  }

  @Test
  void an_index_that_somebody_made_in_mid_load_brings_about_the_key() throws Exception {
    midLoad();
    target.execute("alter table orders add unique (id)");
    read(2, "y");
    read(3, "c");
    committed();
    assertTable("a", "c", "y");
    assertThat(sink.reported()).isEmpty();
  }

  @Test
  void a_column_that_somebody_added_in_mid_load_stays_with_its_values() throws Exception {
    midLoad();
    target.execute("alter table orders add column own varchar(9) default 'own'");
    read(2, "y");
    readLast(3, "c");
    committed();
    assertTable("a", "c", "y");
    assertThat(target.rows("select distinct own from orders")).containsExactly("own");
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
    committed();
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
