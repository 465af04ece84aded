package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.SinkTaskHarness;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A table that is filled by a snapshot, with keys in no order: its key may come when the rows are
 * there, and is there whenever something needs it.
 */
@NotOnWorker("asks what there is in the midst of a load, before the sink has been idle for a while")
public abstract class FirstLoadCases extends SinkCase {
  private static final String TOPIC = "shop.public.orders";

  /** That of {@link #TOPIC}. */
  protected static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .name("io.debezium.connector.postgresql.Source")
          .field("schema", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .field("snapshot", Schema.OPTIONAL_STRING_SCHEMA)
          .build();

  private static final Schema UUID_SCHEMA =
      SchemaBuilder.string().name("io.debezium.data.Uuid").build();

  /** How the source spells its keys, and the schemas that say so. */
  protected record Shape(Schema id, Schema key, Schema row, Schema envelope) {
    static Shape of(Schema id, boolean withNote) {
      SchemaBuilder row =
          SchemaBuilder.struct()
              .optional()
              .field("id", id)
              .field("name", Schema.OPTIONAL_STRING_SCHEMA);
      if (withNote) {
        row.field("note", Schema.OPTIONAL_STRING_SCHEMA);
      }
      Schema made = row.build();
      return new Shape(
          id,
          SchemaBuilder.struct().field("id", id).build(),
          made,
          SchemaBuilder.struct()
              .name("shop.public.orders.Envelope")
              .field("before", made)
              .field("after", made)
              .field("source", SOURCE)
              .field("op", Schema.STRING_SCHEMA)
              .build());
    }
  }

  protected static final Shape UUIDS = Shape.of(UUID_SCHEMA, false);
  protected static final Shape TEXTS = Shape.of(Schema.STRING_SCHEMA, false);
  private static final Shape NUMBERS = Shape.of(Schema.INT64_SCHEMA, false);

  /** Whether the dialect builds such a key at the end. */
  protected abstract boolean keyComesLast();

  /** Whether its tables have keys at all. */
  protected boolean hasKeys() {
    return true;
  }

  /** Characters of the longest key that the dialect takes, of those that make a load end. */
  protected int longKey() {
    return 700;
  }

  protected static String uuid(int number) {
    return UUID.nameUUIDFromBytes(String.valueOf(number).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  protected final void change(
      Shape shape, String op, Object id, @Nullable String name, String snapshot) {
    Struct source =
        new Struct(SOURCE).put("schema", "public").put("table", "orders").put("snapshot", snapshot);
    Struct value = new Struct(shape.envelope()).put("source", source).put("op", op);
    if (!op.equals("t")) {
      Struct row = new Struct(shape.row()).put("id", id).put("name", name);
      value.put(op.equals("d") ? "before" : "after", row);
    }
    boolean keyed = !op.equals("t");
    sink.append(
        TOPIC,
        keyed ? shape.key() : null,
        keyed ? new Struct(shape.key()).put("id", id) : null,
        shape.envelope(),
        value);
  }

  protected final void read(int number, String name) {
    change(UUIDS, "r", uuid(number), name, "true");
  }

  protected final void readLast(int number, String name) {
    change(UUIDS, "r", uuid(number), name, "last_in_data_collection");
  }

  /** Delivers and commits, until nothing waits for a key: a build may take longer than a call. */
  protected final void committed() {
    boolean waits;
    do { // It may be there in the commit, behind the look for what is to be delivered.
      records.delivered();
      waits = waits();
      records.committed();
      waits |= waits();
    } while (waits);
  }

  /** Delivers, until nothing waits for a key. */
  protected final void delivered() {
    do {
      records.delivered();
    } while (waits() && !sink.commitRequested());
  }

  private boolean waits() {
    return ((SinkTaskHarness) sink).hasPauses();
  }

  /** A few rows are there, and more are to come. */
  protected final void midLoad() throws SQLException {
    read(1, "a");
    read(2, "b");
    committed();
    assertThat(hasKey()).isEqualTo(hasKeys() && !keyComesLast());
  }

  protected final boolean hasKey() throws SQLException {
    return hasKey("orders");
  }

  /** Whether the database refuses a copy of the rows. */
  private boolean hasKey(String table) throws SQLException {
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      try {
        statement.execute("insert into " + table + " select * from " + table);
        return false;
      } catch (SQLException refused) {
        return true;
      } finally {
        connection.rollback();
      }
    }
  }

  protected final void assertTable(String... rows) throws SQLException {
    assertThat(target.rows("select name from orders order by name")).containsExactly(rows);
    assertThat(hasKey()).isEqualTo(hasKeys());
  }

  @Test
  void the_key_is_there_when_the_last_row_of_the_snapshot_is_committed() throws Exception {
    midLoad();
    readLast(3, "c");
    committed();
    assertTable("a", "b", "c");
  }

  @Test
  void a_snapshot_in_one_batch_has_its_key_with_its_rows() throws Exception {
    read(1, "a");
    change(UUIDS, "r", uuid(2), "b", "last");
    committed();
    assertTable("a", "b");
  }

  @Test
  void the_first_change_meets_a_table_with_its_key() throws Exception {
    midLoad();
    change(UUIDS, "u", uuid(1), "x", "false");
    committed();
    assertTable("b", "x");
  }

  @Test
  void a_change_in_the_batch_of_the_read_rows_finds_its_row() throws Exception {
    read(1, "a");
    read(2, "b");
    change(UUIDS, "u", uuid(1), "x", "false");
    change(UUIDS, "d", uuid(2), "b", "false");
    read(3, "c");
    committed();
    assertTable("c", "x");
  }

  @Test
  void a_created_row_that_was_read_as_well_is_there_once() throws Exception {
    midLoad();
    change(UUIDS, "c", uuid(2), "y", "false");
    change(UUIDS, "c", uuid(3), "c", "false");
    committed();
    assertTable("a", "c", "y");
  }

  @Test
  void a_deleted_row_is_gone() throws Exception {
    midLoad();
    change(UUIDS, "d", uuid(1), "a", "false");
    sink.append(TOPIC, UUIDS.key(), new Struct(UUIDS.key()).put("id", uuid(1)), null, null);
    committed();
    assertTable("b");
  }

  @Test
  void a_soft_delete_marks_the_row_that_was_read() throws Exception {
    start(Map.of("delete.mode", "soft"));
    midLoad();
    change(UUIDS, "d", uuid(1), "a", "false");
    committed();
    assertThat(target.rows("select name from orders where _deleted_at is null"))
        .containsExactly("b");
    assertTable("a", "b");
  }

  @Test
  void a_truncate_leaves_an_empty_table_with_its_key() throws Exception {
    start(Map.of("truncate.mode", "apply"));
    midLoad();
    change(UUIDS, "t", "", null, "false");
    read(3, "c");
    committed();
    assertTable("c");
  }

  @Test
  void rows_that_are_read_again_are_there_once_as_they_came_last() throws Exception {
    midLoad();
    read(1, "a much longer name than before, for another place in the table's file");
    committed();
    read(2, "y");
    read(3, "c");
    committed();
    read(1, "x");
    readLast(4, "d");
    committed();
    assertTable("c", "d", "x", "y");
  }

  @Test
  void rows_that_are_read_again_within_one_transaction_are_there_as_they_came_last()
      throws Exception {
    start(Map.of("batch.size", "1"));
    read(1, "a");
    read(2, "b");
    read(1, "x");
    read(2, "y");
    read(1, "z");
    readLast(3, "c");
    committed();
    assertTable("c", "y", "z");
  }

  @Test
  void a_table_that_no_row_comes_for_gets_its_key() throws Exception {
    midLoad();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              sink.deliverNothing();
              assertTable("a", "b");
            });
  }

  @Test
  void commits_of_other_tables_bring_about_the_key_of_one_that_no_row_comes_for() throws Exception {
    midLoad();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              records.flat("shop.public.others", Records.row(Records.ROW, Map.of("id", 1L)));
              committed();
              assertTable("a", "b");
            });
  }

  @Test
  void a_task_that_is_stopped_leaves_the_key() throws Exception {
    midLoad();
    sink.stop();
    assertTable("a", "b");
  }

  @Test
  void the_first_row_after_a_crash_meets_a_table_with_its_key() throws Exception {
    midLoad();
    sink.crash().start();
    read(1, "x");
    committed();
    assertTable("b", "x");
  }

  @Test
  void a_crash_before_the_last_row_is_committed_costs_nothing() throws Exception {
    midLoad();
    readLast(3, "c");
    delivered();
    sink.crash().start();
    committed();
    assertTable("a", "b", "c");
  }

  @Test
  void a_crash_behind_the_commit_that_built_the_key_costs_nothing() throws Exception {
    midLoad();
    readLast(3, "c");
    delivered();
    sink.commitUnheard().crash().start();
    committed();
    assertTable("a", "b", "c");
  }

  @Test
  void a_crash_within_the_first_transaction_costs_nothing() throws Exception {
    read(1, "a");
    delivered();
    sink.crash().start();
    sink.deliver();
    readLast(2, "b");
    committed();
    assertTable("a", "b");
  }

  @Test
  void a_task_that_starts_and_gets_nothing_builds_the_key_that_a_crash_left_to_do()
      throws Exception {
    midLoad();
    sink.crash().start();
    sink.deliverNothing();
    sink.commit();
    assertTable("a", "b");
  }

  @Test
  void another_pipeline_that_meets_the_table_builds_its_key() throws Exception {
    midLoad();
    sink.crash();
    start(Map.of("name", "second"));
    change(UUIDS, "u", uuid(1), "x", "false");
    committed();
    assertTable("b", "x");
  }

  @Test
  void a_row_that_an_index_may_not_take_is_not_let_in_without_it() throws Exception {
    String longKey = "k".repeat(longKey()); // In UTF-8 it may have three times as many bytes.
    change(TEXTS, "r", "first", "a", "true");
    committed();
    change(TEXTS, "r", longKey, "b", "true");
    change(TEXTS, "r", "third", "c", "true");
    committed();
    assertTable("a", "b", "c");
  }

  @Test
  protected void a_row_that_the_database_refuses_is_refused_alone() throws Exception {
    midLoad();
    target.execute("alter table orders add check (name <> 'bad')");
    read(3, "c");
    read(4, "bad");
    readLast(5, "e");
    committed();
    assertTable("a", "b", "c", "e");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void a_new_column_in_the_midst_of_a_load_costs_no_row() throws Exception {
    midLoad();
    Shape wider = Shape.of(UUID_SCHEMA, true);
    change(wider, "r", uuid(1), "x", "true");
    change(wider, "r", uuid(3), "c", "true");
    committed();
    assertTable("b", "c", "x");
  }

  @Test
  void a_key_that_becomes_another_type_in_the_midst_of_a_load_costs_no_row() throws Exception {
    midLoad();
    change(TEXTS, "r", "no uuid", "c", "true");
    change(TEXTS, "r", uuid(1), "x", "true");
    committed();
    assertTable("b", "c", "x");
  }

  @Test
  void a_key_of_numbers_is_there_from_the_first_row() throws Exception {
    change(NUMBERS, "r", 1L, "a", "true");
    committed();
    assertTable("a");
  }

  @Test
  void a_table_whose_first_row_is_a_change_has_its_key_at_once() throws Exception {
    change(UUIDS, "c", uuid(1), "a", "false");
    committed();
    assertTable("a");
  }

  @Test
  void the_key_comes_first_where_that_is_asked_for() throws Exception {
    start(Map.of("first.load.key", "before"));
    read(1, "a");
    committed();
    assertTable("a");
  }
}
