package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.connector.table.target.PartialRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Tables with columns that no record brings: what people and the database put there stays,
 * whichever way a row takes.
 */
public abstract class SharedColumnCases extends SinkCase {
  /** More rows than go by one statement. */
  private static final int MANY = 150;

  private static final String OWN = ", mine int default 7 not null, note varchar(20)";

  private static final Schema LARGE =
      SchemaBuilder.struct()
          .optional()
          .field("id", Schema.INT64_SCHEMA)
          .field("name", Schema.OPTIONAL_STRING_SCHEMA)
          .field("doc", Schema.OPTIONAL_STRING_SCHEMA)
          .build();

  /** A column, called {@code n}, that is the table's primary key and numbers its rows itself. */
  protected abstract String counted() throws Exception;

  /** A column, called {@code g}, that the database computes as {@code id + 1}. */
  protected abstract String computed();

  /** What a table may be: by one key, by none, numbered, with a computed column. */
  private List<String> tables() throws Exception {
    return List.of(
        "id bigint not null primary key, name varchar(90)" + OWN,
        "mine int default 7 not null, note varchar(20), name varchar(90), id bigint not null",
        counted() + ", id bigint not null unique, name varchar(90)" + OWN,
        "id bigint not null primary key, name varchar(90), " + computed() + OWN);
  }

  /** A test of one table. */
  private interface OfTable {
    void run(String table, String columns) throws Exception;
  }

  private void ofEach(OfTable test) throws Exception {
    int count = 0;
    for (String columns : tables()) {
      String table = "t" + count++;
      make(table, columns);
      test.run(table, columns);
    }
  }

  private void make(String table, String columns) throws Exception {
    target.execute("create table " + table + " (" + columns + ")");
    start(Map.of("name", table));
  }

  private void change(String table, String op, long id, @Nullable String name) {
    Struct value =
        new Struct(Records.ENVELOPE)
            .put("source", Records.source())
            .put("op", op)
            .put(op.equals("d") ? "before" : "after", row(id, name));
    sink.append(table, Records.KEY, Records.key(id), Records.ENVELOPE, value);
  }

  private static Struct row(long id, @Nullable String name) {
    return new Struct(Records.ROW).put("id", id).put("name", name);
  }

  private List<String> rows(String table) throws Exception {
    return target.rows("select id, name, mine, note from " + table + " order by id");
  }

  private void remark(String table, long id) throws Exception {
    target.execute("update " + table + " set mine = 8, note = 'seen' where id = " + id);
  }

  @Test
  void what_others_put_into_a_row_stays_when_the_row_changes() throws Exception {
    ofEach(
        (table, columns) -> {
          change(table, "r", 1, "a");
          change(table, "r", 2, "b");
          records.committed();
          remark(table, 1);
          remark(table, 2);
          change(table, "u", 1, "aa");
          change(table, "d", 2, null);
          change(table, "c", 3, "c");
          records.committed();
          assertThat(rows(table)).as(columns).containsExactly("1|aa|8|seen", "3|c|7|null");
          change(table, "r", 1, "read again");
          change(table, "r", 3, null);
          records.committed();
          assertThat(rows(table))
              .as(columns)
              .containsExactly("1|read again|8|seen", "3|null|7|null");
          assertThat(sink.reported()).as(columns).isEmpty();
        });
  }

  @Test
  void what_others_put_into_rows_stays_when_many_change_at_once() throws Exception {
    ofEach(
        (table, columns) -> {
          List<String> expected = new ArrayList<>();
          for (int round = 0; round < 3; round++) {
            expected.clear();
            for (long id = 1; id <= MANY; id++) {
              change(table, round == 1 ? "u" : "r", id, "n" + round);
              expected.add(id + "|n" + round + (round == 0 ? "|7|null" : "|8|seen"));
            }
            records.committed();
            target.execute("update " + table + " set note = 'seen', mine = 8");
          }
          change(table, "d", 1, null);
          change(table, "r", MANY + 1, "new");
          records.committed();
          expected.remove(0);
          expected.add(MANY + 1 + "|new|7|null");
          assertThat(rows(table)).as(columns).isEqualTo(expected);
          assertThat(sink.reported()).as(columns).isEmpty();
        });
  }

  @Test
  void a_row_that_is_made_again_has_nothing_of_the_one_that_was_deleted() throws Exception {
    make("t", tables().get(0));
    change("t", "r", 1, "a");
    records.committed();
    remark("t", 1);
    change("t", "d", 1, null);
    change("t", "c", 1, "b");
    records.committed();
    assertThat(rows("t")).containsExactly("1|b|7|null");
  }

  @Test
  void a_row_goes_on_under_another_key_with_what_others_put_there() throws Exception {
    ofEach(
        (table, columns) -> {
          change(table, "r", 1, "a");
          change(table, "r", 5, "b");
          records.committed();
          remark(table, 1);
          leaves(table, 1, 2);
          arrives(table, 2, 1);
          records.committed();
          assertThat(rows(table)).as(columns).containsExactly("2|aa|8|seen", "5|b|7|null");
        });
  }

  private void leaves(String table, long id, long to) {
    Struct gone = new Struct(Records.ENVELOPE).put("source", Records.source()).put("op", "d");
    sink.append(table, Records.KEY, Records.key(id), Records.ENVELOPE, gone)
        .headers()
        .addStruct("__debezium.newkey", Records.key(to));
    records.tombstone(table, id);
  }

  private void arrives(String table, long id, long from) {
    Struct arrived =
        new Struct(Records.ENVELOPE)
            .put("after", row(id, "aa"))
            .put("source", Records.source())
            .put("op", "c");
    sink.append(table, Records.KEY, Records.key(id), Records.ENVELOPE, arrived)
        .headers()
        .addStruct("__debezium.oldkey", Records.key(from));
  }

  @Test
  @NotOnWorker("commits by itself whenever it likes")
  void a_commit_between_the_two_events_leaves_a_row_what_others_put_there() throws Exception {
    make("t", tables().get(0));
    change("t", "r", 1, "a");
    records.committed();
    remark("t", 1);
    leaves("t", 1, 2);
    records.committed();
    assertThat(rows("t")).containsExactly("1|a|8|seen");
    arrives("t", 2, 1);
    records.committed();
    assertThat(rows("t")).containsExactly("2|aa|8|seen");
  }

  @Test
  void the_log_says_once_that_rows_are_parted_from_what_others_put_there() throws Exception {
    make("t", tables().get(0));
    change("t", "r", 1, "a");
    records.committed();
    remark("t", 1);
    Logger logger = (Logger) LoggerFactory.getLogger(PartialRows.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      leaves("t", 1, 2);
      records.committed();
      sink.commit(); // The other event has not come since: the row is gone.
      arrives("t", 2, 1);
      arrives("t", 3, 9);
      records.committed();
    } finally {
      logger.detachAppender(log);
    }
    assertThat(rows("t")).containsExactly("2|aa|7|null", "3|aa|7|null");
    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage()).startsWith("t: ").contains("[mine, note]");
  }

  @Test
  void a_row_without_its_large_value_leaves_that_and_what_others_put_there() throws Exception {
    target.execute("create table orders (id bigint primary key, doc varchar(90)" + OWN + ")");
    Schema envelope = Records.envelope(LARGE);
    records.change("r", envelope, new Struct(LARGE).put("id", 1L).put("doc", "large")).committed();
    remark("orders", 1);
    Struct row =
        new Struct(LARGE).put("id", 1L).put("name", "a").put("doc", "__debezium_unavailable_value");
    records.change("u", envelope, row).committed();
    assertThat(target.rows("select id, name, doc, mine, note from orders"))
        .containsExactly("1|a|large|8|seen");
  }

  @Test
  void marks_and_truncates_leave_what_others_put_there() throws Exception {
    target.execute("create table orders (id bigint primary key, name varchar(90)" + OWN + ")");
    start(Map.of("delete.mode", "soft", "truncate.mode", "apply"));
    records.change("r", 1, "a").change("r", 2, "b").committed();
    remark("orders", 1);
    records.delete(1).committed();
    Struct truncate = new Struct(Records.ENVELOPE).put("source", Records.source()).put("op", "t");
    sink.append(Records.TOPIC, null, null, Records.ENVELOPE, truncate);
    records.committed();
    assertThat(
            target.rows(
                "select id, name, mine, note, case when _deleted_at is null then 0 else 1 end from"
                    + " orders order by id"))
        .containsExactly("1|a|8|seen|1", "2|b|7|null|1");
  }

  @Test
  void appended_rows_and_raw_records_have_the_defaults() throws Exception {
    for (String mode : List.of("append", "raw")) {
      String table = "t_" + mode;
      String columns = mode.equals("raw") ? "mine int default 7 not null" : tables().get(1);
      target.execute("create table " + table + " (" + columns + ")");
      start(Map.of("name", mode, "mode", mode));
      for (long id = 1; id <= MANY; id++) {
        change(table, "r", id, "a");
      }
      records.committed();
      assertThat(target.rows("select count(*), min(mine), max(mine) from " + table))
          .containsExactly(MANY + "|7|7");
    }
  }

  @Test
  void a_version_begins_with_the_defaults_and_ends_with_what_others_put_there() throws Exception {
    target.execute("create table orders (id bigint, name varchar(90)" + OWN + ")");
    start(Map.of("mode", "history"));
    version(1, "a");
    records.committed();
    remark("orders", 1);
    version(2, "b");
    records.committed();
    assertThat(target.rows("select name, mine, note from orders order by name"))
        .containsExactly("a|8|seen", "b|7|null");
  }

  private void version(long place, String name) {
    Struct value = Versions.envelope(Records.ENVELOPE, "u", place * 10, place, row(1, name));
    sink.append(Records.TOPIC, Records.KEY, Records.key(1), Records.ENVELOPE, value);
  }

  @Test
  void a_crash_behind_an_unheard_commit_changes_nothing_of_others() throws Exception {
    make("t", tables().get(2));
    change("t", "r", 1, "a");
    records.committed();
    remark("t", 1);
    change("t", "u", 1, "b");
    sink.deliver().commitUnheard().crash();
    sink.start().deliver().commit();
    change("t", "u", 1, "c");
    sink.deliver().crash();
    sink.start().deliver().commit();
    assertThat(rows("t")).containsExactly("1|c|8|seen");
  }

  @Test
  void a_row_that_the_database_refuses_costs_no_other_and_nothing_of_others() throws Exception {
    make("t", "id bigint primary key, name varchar(90) check (name <> 'bad')" + OWN);
    change("t", "r", 1, "a");
    change("t", "r", 2, "b");
    records.committed();
    remark("t", 1);
    change("t", "u", 1, "aa");
    change("t", "u", 2, "bad");
    change("t", "c", 3, "c");
    records.committed();
    assertThat(rows("t")).containsExactly("1|aa|8|seen", "2|b|7|null", "3|c|7|null");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void rows_that_are_there_change_although_a_column_of_others_must_have_a_value() throws Exception {
    make("t", "id bigint not null primary key, name varchar(90), must int not null");
    target.execute("insert into t values (1, 'a', 5)", "insert into t values (2, 'b', 6)");
    change("t", "r", 1, "aa");
    change("t", "r", 3, "c");
    change("t", "u", 2, "bb");
    records.committed();
    assertThat(target.rows("select id, name, must from t order by id"))
        .containsExactly("1|aa|5", "2|bb|6");
    assertThat(sink.reported())
        .singleElement()
        .satisfies(one -> assertThat(one.error()).hasMessageContaining("column 'must'"));
  }

  @Test
  void a_column_that_records_brought_once_is_empty_in_rows_that_come_without_it() throws Exception {
    target.execute(
        "create table t (id bigint primary key, name varchar(9) default 'x'" + OWN + ")");
    start(Map.of("name", "p"));
    records.flat("t", row(1, "a")).flat("t", row(2, "b")).committed();
    remark("t", 1);
    sink.crash().start();
    Schema without = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    records.flat("t", new Struct(without).put("id", 1L));
    records.flat("t", new Struct(without).put("id", 3L)).committed();
    assertThat(rows("t")).containsExactly("1|null|8|seen", "2|b|7|null", "3|null|7|null");
  }

  @Test
  void a_field_for_a_computed_column_is_refused_by_name_or_left_out() throws Exception {
    Schema schema =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("g", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    target.execute("create table t (id bigint primary key, " + computed() + ")");
    start(Map.of("name", "first"));
    records.flat("t", new Struct(schema).put("id", 1L).put("g", 9L)).committed();
    assertThat(sink.reported())
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.error())
                    .hasMessageContaining("column 'g' of table t is computed by the database"));
    start(Map.of("name", "second", "schema.evolution", "discard"));
    records.flat("t", new Struct(schema).put("id", 2L).put("g", 9L)).committed();
    assertThat(target.rows("select id, g from t")).containsExactly("2|3");
  }

  @Test
  void a_number_of_the_tables_own_goes_on_counting() throws Exception {
    make("t", tables().get(2));
    for (long id = 1; id <= 3; id++) {
      change("t", "r", id * 100, "a");
    }
    records.committed();
    Map<String, String> before = new HashMap<>();
    target.rows("select id, n from t").forEach(row -> before.put(row.split("\\|")[0], row));
    change("t", "u", 200, "b");
    records.committed();
    assertThat(target.rows("select id, n from t"))
        .containsExactlyInAnyOrderElementsOf(before.values());
    assertThat(target.rows("select count(distinct n) from t")).containsExactly("3");
  }
}
