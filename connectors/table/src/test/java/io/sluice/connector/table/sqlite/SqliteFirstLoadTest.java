package io.sluice.connector.table.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.LateKeyCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import io.sluice.testkit.SinkTaskHarness;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class SqliteFirstLoadTest extends LateKeyCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new SqliteUnderTest(emptyFolder);
  }

  @Override
  protected String ownKey() {
    return "create unique index own on orders (id)";
  }

  private List<String> indexes() throws SQLException {
    return target.rows("select name, sql from sqlite_schema where type = 'index' order by name");
  }

  @Test
  void the_key_is_a_unique_index_that_is_called_by_its_table() throws Exception {
    midLoad();
    readLast(3, "c");
    committed();
    assertThat(indexes())
        .contains(
            "_sluice_key_orders|CREATE UNIQUE INDEX \"_sluice_key_orders\" ON \"orders\" (\"id\")");
  }

  @Test
  void partitions_that_come_while_a_key_is_built_begin_at_what_is_stored() throws Exception {
    midLoad();
    readLast(3, "c");
    delivered();
    TopicPartition others = new TopicPartition("others", 0);
    target.execute(
        "create trigger holds_up before update on _sluice_offsets_schemas begin"
            + " select count(*) from (with recursive n(i) as (select 1 union all select i + 1 from"
            + " n) select i from n); end",
        "insert into _sluice_offsets values ('harness', 'others', 0, 7, null)");
    sink.commit(); // Its key is never there, as the file is written without end.
    CompletableFuture.runAsync(() -> ((SinkTaskHarness) sink).open(others))
        .get(20, TimeUnit.SECONDS);
    assertThat(sink.position(others)).isEqualTo(7);
    assertThat(hasPauses()).isTrue();
    CompletableFuture.runAsync(sink::crash).get(20, TimeUnit.SECONDS); // Breaks it off.
    target.execute("drop trigger holds_up");
    sink.start();
    committed();
    assertTable("a", "b", "c");
  }

  private boolean hasPauses() {
    return ((SinkTaskHarness) sink).hasPauses();
  }

  @Test
  void a_key_whose_name_is_taken_gets_another_one() throws Exception {
    midLoad();
    target.execute("create table _SLUICE_KEY_ORDERS (v)", "create table _sluice_key_orders_2 (v)");
    readLast(3, "c");
    committed();
    assertTable("a", "b", "c");
    assertThat(target.rows("select name from pragma_index_list('orders')"))
        .containsExactly("_sluice_key_orders_3");
  }

  @Test
  void the_columns_of_the_key_are_not_null_from_the_first_row() throws Exception {
    midLoad();
    assertThat(target.rows("select name from pragma_table_info('orders') where \"notnull\""))
        .containsExactly("id");
  }

  @Test
  void rows_that_are_read_again_behind_a_vacuum_are_there_as_they_came_last() throws Exception {
    midLoad();
    read(3, "c");
    committed();
    target.execute("delete from orders where name = 'a'", "vacuum");
    read(3, "z");
    committed();
    read(2, "y");
    committed();
    target.execute("vacuum");
    readLast(1, "x");
    committed();
    assertTable("x", "y", "z");
  }

  @Test
  void a_key_that_somebody_made_in_mid_load_is_the_only_one() throws Exception {
    midLoad();
    target.execute(ownKey());
    readLast(3, "c");
    committed();
    assertThat(target.rows("select name from pragma_index_list('orders')")).containsExactly("own");
  }

  @Test
  void another_unique_index_that_somebody_made_in_mid_load_costs_no_row() throws Exception {
    midLoad();
    target.execute("create unique index own on orders (name)");
    read(2, "b");
    readLast(3, "c");
    committed();
    assertTable("a", "b", "c");
    assertThat(sink.reported()).isEmpty();
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
  void a_key_that_becomes_another_type_later_stays_unique() throws Exception {
    midLoad();
    readLast(3, "c");
    committed();
    change(TEXTS, "u", "no uuid", "d", "false");
    change(TEXTS, "u", uuid(1), "x", "false");
    committed();
    assertTable("b", "c", "d", "x");
    assertThat(target.rows("select type from pragma_table_info('orders') where name = 'id'"))
        .containsExactly("TEXT");
  }

  @Test
  void a_table_whose_row_numbers_have_no_name_left_has_its_key_from_the_first_row()
      throws Exception {
    readNumbered("a");
    assertThat(hasKey()).isTrue();
    assertThat(keysStored()).containsExactly("harness|\"id\"");
  }

  private void readNumbered(String id) {
    Schema key = SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).build();
    Schema row =
        SchemaBuilder.struct()
            .field("id", Schema.STRING_SCHEMA)
            .field("rowid", Schema.INT64_SCHEMA)
            .field("OID", Schema.INT64_SCHEMA)
            .field("_rowid_", Schema.INT64_SCHEMA)
            .build();
    Schema envelope =
        SchemaBuilder.struct()
            .name("shop.public.orders.Envelope")
            .field("after", row)
            .field("source", SchemaBuilder.struct().field("table", Schema.STRING_SCHEMA).build())
            .field("op", Schema.STRING_SCHEMA)
            .build();
    Struct after = new Struct(row).put("id", id).put("rowid", 1L).put("OID", 1L).put("_rowid_", 1L);
    Struct source = new Struct(envelope.field("source").schema()).put("table", "orders");
    sink.append(
        "shop.public.orders",
        key,
        new Struct(key).put("id", id),
        envelope,
        new Struct(envelope).put("after", after).put("source", source).put("op", "r"));
    committed();
  }
}
