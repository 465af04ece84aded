package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** Tables that somebody made: right rows or a refusal, and nothing without a word. */
public abstract class OwnTableCases extends SinkCase {
  private static final Schema CHILD =
      SchemaBuilder.struct()
          .field("id", Schema.INT64_SCHEMA)
          .field("parent", Schema.OPTIONAL_INT64_SCHEMA)
          .build();

  protected static final Schema TEXT = Schema.OPTIONAL_STRING_SCHEMA;
  protected static final Schema INT = Schema.OPTIONAL_INT32_SCHEMA;
  protected static final Schema LONG = Schema.OPTIONAL_INT64_SCHEMA;

  private static final Schema NAMED =
      SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("name", TEXT).build();

  /**
   * A column of somebody's.
   *
   * @param type as it is declared
   * @param schema of the values
   * @param values of the rows 1, 2, ...
   * @param kept what is read back, as {@code id|value}; all other rows are reported
   */
  public record Column(String type, Schema schema, List<?> values, List<String> kept) {}

  /**
   * A table of somebody's, into which come (1, a) and (2, b), then (1, aa), a delete of 2, (3, c).
   *
   * @param made statements that make it, in which {@code $t} is its name
   * @param rows what is in it in the end
   * @param reported how many records are refused
   */
  public record Made(List<String> made, List<String> rows, int reported) {}

  protected abstract List<Column> columns() throws Exception;

  protected abstract List<Made> tables();

  /** The statement that drops the index {@code by_id} of the table orders. */
  protected String dropIndex() {
    return "drop index by_id";
  }

  private void flat(String table, long id, String name) {
    records.flat(table, new Struct(NAMED).put("id", id).put("name", name));
  }

  private List<String> orders() throws Exception {
    return target.rows("select id, name from orders order by id");
  }

  @Test
  void values_are_kept_as_they_came_or_reported() throws Exception {
    int count = 0;
    for (Column column : columns()) {
      String table = "c" + count++;
      target.execute("create table " + table + " (id bigint primary key, v " + column.type + ")");
      start(Map.of("name", table));
      Schema row =
          SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", column.schema).build();
      long id = 0;
      for (Object value : column.values) {
        records.flat(table, new Struct(row).put("id", ++id).put("v", value));
      }
      records.committed();
      assertThat(target.rows("select id, v from " + table + " order by id"))
          .as(column.type)
          .isEqualTo(column.kept);
      assertThat(sink.reported())
          .as(column.type)
          .hasSize(column.values.size() - column.kept.size());
    }
  }

  @Test
  void rows_are_right_or_reported_whatever_the_table_is() throws Exception {
    int count = 0;
    for (Made made : tables()) {
      String table = "t" + count++;
      List<String> statements = new ArrayList<>();
      made.made.forEach(sql -> statements.add(sql.replace("$t", table)));
      target.execute(statements.toArray(String[]::new));
      start(Map.of("name", table));
      flat(table, 1, "a");
      flat(table, 2, "b");
      records.committed();
      flat(table, 1, "aa");
      records.tombstone(table, 2);
      flat(table, 3, "c");
      records.committed();
      assertThat(target.rows("select id, name from " + table + " order by id"))
          .as("%s", statements)
          .isEqualTo(made.rows);
      assertThat(sink.reported()).as("%s", statements).hasSize(made.reported);
    }
  }

  @Test
  void columns_may_stand_in_any_order_and_those_that_no_record_has_get_their_default()
      throws Exception {
    target.execute(
        "create table orders (mine int default 7 not null, name varchar(9), id bigint not null"
            + " primary key)");
    records.change("r", 1, "a").change("r", 2, "b").committed();
    records.change("u", 1, "aa").delete(2).change("c", 3, "c").committed();
    assertThat(target.rows("select id, name, mine from orders order by id"))
        .containsExactly("1|aa|7", "3|c|7");
    assertThat(sink.reported()).isEmpty();
  }

  @Test
  void a_column_that_no_record_has_and_that_must_have_a_value_is_named_where_tables_freeze()
      throws Exception {
    target.execute(
        "create table orders (id bigint not null primary key, name varchar(9), mine int not null)");
    start(Map.of("schema.evolution", "freeze"));
    records.change("r", 1, "a").committed();
    assertThat(sink.reported())
        .singleElement()
        .satisfies(one -> assertThat(one.error()).hasMessageContaining("column 'mine'"));
  }

  @Test
  protected void a_row_that_refers_to_nothing_is_reported_alone() throws Exception {
    target.execute(
        "create table customers (id bigint not null primary key)",
        "insert into customers values (1)",
        "create table orders (id bigint not null primary key, name varchar(9), foreign key (id)"
            + " references customers (id))");
    records.change("r", 1, "a").change("r", 2, "b").committed();
    assertThat(orders()).containsExactly("1|a");
    assertThat(sink.reported())
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.error())
                    .hasMessageContaining("refer to")
                    .hasMessageContaining("customers")
                    .hasMessageContaining("replay"));
  }

  private void families() throws Exception {
    target.execute(
        "create table parents (id bigint not null primary key, name varchar(9))",
        "create table children (id bigint not null primary key, parent bigint, foreign key (parent)"
            + " references parents (id))");
    start(Map.of("batch.size", "2"));
  }

  private void parent(long id, String name) {
    records.flat("parents", new Struct(Records.ROW).put("id", id).put("name", name));
  }

  private void child(long id, long parent) {
    records.flat("children", new Struct(CHILD).put("id", id).put("parent", parent));
  }

  private List<String> families(String table) throws Exception {
    return target.rows("select * from " + table + " order by id");
  }

  @Test
  void children_that_come_before_their_parents_in_a_transaction_are_there_all_the_same()
      throws Exception {
    families();
    child(1, 10);
    child(2, 10);
    child(3, 20);
    child(2, 20);
    parent(10, "a");
    parent(20, "b");
    records.committed();
    assertThat(sink.reported()).isEmpty();
    assertThat(families("children")).containsExactly("1|10", "2|20", "3|20");
  }

  @Test
  protected void a_child_whose_parent_does_not_come_is_reported_alone() throws Exception {
    families();
    child(1, 10);
    child(2, 30);
    child(3, 10);
    parent(10, "a");
    records.committed();
    assertThat(families("children")).containsExactly("1|10", "3|10");
    assertThat(sink.reported())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.record().kafkaOffset()).isEqualTo(1);
              assertThat(one.error()).hasMessageContaining("parents");
            });
    child(2, 10);
    records.committed();
    assertThat(families("children")).containsExactly("1|10", "2|10", "3|10");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  protected void parents_that_are_deleted_before_their_children_are_gone_with_them()
      throws Exception {
    families();
    parent(10, "a");
    parent(20, "b");
    child(1, 10);
    child(2, 10);
    child(3, 20);
    records.committed();
    records.tombstone("parents", 10).tombstone("children", 1).tombstone("children", 2).committed();
    assertThat(sink.reported()).isEmpty();
    assertThat(families("parents")).containsExactly("20|b");
    assertThat(families("children")).containsExactly("3|20");
  }

  @Test
  void a_unique_index_that_comes_while_the_sink_runs_costs_no_row_but_the_one_that_it_refuses()
      throws Exception {
    target.execute("create table orders (id bigint not null primary key, name varchar(9))");
    records.change("r", 1, "a").change("r", 2, "b").committed();
    target.execute("create unique index by_name on orders (name)");
    records.change("c", 3, "a").change("c", 4, "d").change("u", 2, "bb").committed();
    assertThat(orders()).containsExactly("1|a", "2|bb", "4|d");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void the_index_of_the_key_may_go_while_the_sink_runs() throws Exception {
    target.execute(
        "create table orders (id bigint not null, name varchar(9))",
        "create unique index by_id on orders (id)");
    records.change("r", 1, "a").change("r", 2, "b").committed();
    target.execute(dropIndex());
    records.change("u", 1, "aa").delete(2).change("c", 3, "c").committed();
    assertThat(orders()).containsExactly("1|aa", "3|c");
    assertThat(sink.reported()).isEmpty();
  }
}
