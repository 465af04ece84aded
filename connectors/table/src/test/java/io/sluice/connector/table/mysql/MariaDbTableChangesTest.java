package io.sluice.connector.table.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.connector.table.dialect.Records;
import io.sluice.connector.table.dialect.SinkCase;
import io.sluice.connector.table.dialect.TargetUnderTest;
import io.sluice.testkit.SinkTaskHarness;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** Tables change beside the transaction that needs it. */
class MariaDbTableChangesTest extends SinkCase {
  private static final int MANY = 30;
  private static final Schema PARENT =
      SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
  private static final Schema MORE =
      SchemaBuilder.struct()
          .field("id", Schema.INT64_SCHEMA)
          .field("size", Schema.OPTIONAL_INT32_SCHEMA)
          .build();
  private static final Schema CHILD =
      SchemaBuilder.struct()
          .field("id", Schema.INT64_SCHEMA)
          .field("parent", Schema.INT64_SCHEMA)
          .build();

  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new MariaDbUnderTest();
  }

  @Test
  void a_table_that_another_one_refers_to_changes_though_the_transaction_has_rows_of_both()
      throws Exception {
    target.execute(
        "create table p (id bigint primary key)",
        "insert into p values (1)",
        "create table c (id bigint primary key, parent bigint, foreign key (parent) references p"
            + " (id))");
    start(Map.of("batch.size", "1")); // Staged at once.
    records.flat("c", new Struct(CHILD).put("id", 1L).put("parent", 1L)).delivered();
    long start = System.nanoTime();
    records.flat("p", new Struct(MORE).put("id", 2L).put("size", 3)).committed();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(sink.reported()).isEmpty();
    assertThat(target.rows("select * from c")).containsExactly("1|1");
    assertThat(target.rows("select * from p order by id")).containsExactly("1|null", "2|3");
  }

  @Test
  void a_table_that_a_trigger_writes_changes_though_the_transaction_has_it() throws Exception {
    target.execute(
        "create table p (id bigint primary key)",
        "create table c (id bigint primary key, parent bigint)",
        "create trigger copies after insert on c for each row insert into p (id) values (new.id)");
    start(Map.of("batch.size", "1")); // Staged at once.
    records.flat("c", new Struct(CHILD).put("id", 1L).put("parent", 1L)).delivered();
    records.flat("p", new Struct(MORE).put("id", 2L).put("size", 3)).committed();
    assertThat(target.rows("select * from p order by id")).containsExactly("1|null", "2|3");
  }

  @Test
  void many_changes_of_one_transaction_share_a_connection() throws Exception {
    Schema told =
        SchemaBuilder.struct()
            .doc("what it is")
            .field("id", Schema.INT64_SCHEMA)
            .field("v", SchemaBuilder.int32().optional().doc("what that is").build())
            .build();
    long fewest = Long.MAX_VALUE;
    // On a busy machine statements are broken off to see what they wait for, each by a connection.
    for (int round = 0; round < 5 && fewest >= 5; round++) {
      long before = status("Connections");
      for (int i = 0; i < 20; i++) {
        String table = round == 0 ? "t" + i : "t" + i + "_" + round;
        records.flat(table, new Struct(told).put("id", 1L).put("v", i));
      }
      records.committed();
      fewest = Math.min(fewest, status("Connections") - before);
    }
    assertThat(fewest).isLessThan(5);
    assertThat(target.rows("select v from t19")).containsExactly("19");
    assertThat(target.commentOf("t19", "v")).containsExactly("what that is");
  }

  private long status(String variable) throws Exception {
    String counted = target.rows("show global status like '" + variable + "'").get(0);
    return Long.parseLong(counted.substring(counted.indexOf('|') + 1));
  }

  @Test
  void many_tables_with_rows_in_the_transaction_change_and_it_is_undone_once_for_all()
      throws Exception {
    for (int i = 0; i < MANY; i++) {
      records.flat("t" + i, new Struct(PARENT).put("id", 1L));
    }
    records.committed();
    for (int i = 0; i < MANY; i++) {
      records.flat("t" + i, new Struct(PARENT).put("id", 2L));
    }
    records.delivered();
    for (int i = 0; i < MANY; i++) {
      records.flat("t" + i, new Struct(MORE).put("id", 3L).put("size", i));
    }
    long before = status("Com_rollback");
    records.delivered();
    assertThat(sink.commitRequested()).isTrue();
    records.committed();
    assertThat(status("Com_rollback") - before).isLessThan(MANY / 2);
    assertThat(sink.reported()).isEmpty();
    for (int i = 0; i < MANY; i++) {
      assertThat(target.rows("select id, size from t" + i + " order by id"))
          .containsExactly("1|null", "2|null", "3|" + i);
    }
    assertThat(target.rows("select distinct version from _sluice_offsets_schemas"))
        .containsExactly("2");
  }

  @Test
  void a_row_that_is_refused_behind_changes_that_are_owed_goes_alone() throws Exception {
    target.execute(
        "create table a (id bigint primary key)",
        "create table b (id bigint primary key, check (id <> 7))");
    records.flat("a", new Struct(PARENT).put("id", 1L));
    records.flat("b", new Struct(PARENT).put("id", 1L)).delivered();
    records.flat("a", new Struct(MORE).put("id", 2L).put("size", 2));
    records.flat("b", new Struct(MORE).put("id", 7L).put("size", 3));
    records.flat("b", new Struct(MORE).put("id", 8L).put("size", 4)).committed();
    assertThat(sink.reported()).hasSize(1);
    assertThat(target.rows("select * from a order by id")).containsExactly("1|null", "2|2");
    assertThat(target.rows("select * from b order by id")).containsExactly("1|null", "8|4");
  }

  /** The server may let go of what an attempt had locked when it is undone. */
  @Test
  void an_index_that_comes_behind_a_refused_row_takes_no_other_row_away() throws Exception {
    target.execute(
        "create table orders (id bigint primary key, name varchar(9))",
        "create trigger refuses before insert on orders for each row begin if new.name = 'x' then"
            + " do get_lock('gate', 20); signal sqlstate '45000' set message_text = 'no'; end if;"
            + " end");
    records.change("c", 9, "z").committed();
    try (Connection other = target.connect();
        Connection adding = target.connect()) {
      other.createStatement().execute("do get_lock('gate', 20)");
      records.change("u", 3, "x").change("u", 1, "a").change("u", 2, "a");
      CompletableFuture<Void> written = CompletableFuture.runAsync(() -> sink.deliver().commit());
      awaitState("User lock");
      CompletableFuture<Void> index = CompletableFuture.runAsync(() -> addIndex(adding));
      awaitState("Waiting for table metadata lock");
      other.createStatement().execute("do release_lock('gate')");
      written.get(30, TimeUnit.SECONDS);
      index.get(30, TimeUnit.SECONDS);
    }
    // Either the index came too late, or it refused a row: none is gone without a word.
    assertThat(target.rows("select id from orders where name in ('a', 'z')"))
        .hasSize(4 - sink.reported().size());
  }

  private static void addIndex(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create unique index one_name on orders (name)");
    } catch (SQLException e) {
      assertThat(e.getErrorCode()).isEqualTo(MySqlTrouble.DUPLICATE_KEY);
    }
  }

  private void awaitState(String state) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                !target
                    .rows(
                        "select id from information_schema.processlist where db = database() and"
                            + " state = '"
                            + state
                            + "'")
                    .isEmpty());
  }

  @Test
  void a_table_that_changes_twice_in_a_transaction_has_its_newest_schema_remembered()
      throws Exception {
    records.flat("t", new Struct(PARENT).put("id", 1L)).committed();
    records.flat("t", new Struct(PARENT).put("id", 2L)).delivered();
    records.flat("t", new Struct(MORE).put("id", 3L).put("size", 3)).delivered();
    records.flat("t", new Struct(CHILD).put("id", 4L).put("parent", 4L)).committed();
    assertThat(target.rows("select id, size, parent from t order by id"))
        .containsExactly("1|null|null", "2|null|null", "3|3|null", "4|null|4");
    assertThat(target.rows("select version from _sluice_offsets_schemas")).containsExactly("3");
  }

  @Test
  void pipelines_that_are_connected_to_other_databases_change_one_table_one_after_the_other()
      throws Exception {
    String database = ((MariaDbUnderTest) target).database();
    Map<String, String> settings = new HashMap<>(target.config());
    settings.put("name", "other");
    settings.put("table.name.format", database + ".t");
    records.flat("t", new Struct(PARENT).put("id", 1L)).committed();
    try (MariaDbUnderTest elsewhere = new MariaDbUnderTest()) {
      settings.putAll(elsewhere.config());
      try (SinkTaskHarness other = new SinkTaskHarness(TableSinkConnector::new, settings).start()) {
        records.flat("t", new Struct(MORE).put("id", 2L).put("size", 3)).delivered();
        new Records(other).flat("t", new Struct(CHILD).put("id", 3L).put("parent", 4L));
        CompletableFuture<Void> waiting =
            CompletableFuture.runAsync(() -> other.deliver().commit());
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () ->
                    !target
                        .rows(
                            "select id from information_schema.processlist where state = 'User"
                                + " lock'")
                        .isEmpty());
        sink.commit();
        waiting.get(30, TimeUnit.SECONDS);
      }
    }
    assertThat(target.rows("select id, size, parent from t order by id"))
        .containsExactly("1|null|null", "2|3|null", "3|null|4");
  }
}
