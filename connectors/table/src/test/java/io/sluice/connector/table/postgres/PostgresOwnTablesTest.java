package io.sluice.connector.table.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.OwnTableCases;
import io.sluice.connector.table.dialect.Records;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PostgreSQL's own kinds of columns and tables. */
class PostgresOwnTablesTest extends OwnTableCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new PostgresUnderTest();
  }

  @Override
  protected List<Column> columns() throws Exception {
    target.execute(
        "create type mood as enum ('ok')",
        "create type pair as (a int, b text)",
        "create domain positive as int check (value > 0)",
        "create domain short as varchar(2)",
        "create domain shorter as short check (value <> 'no')");
    Schema texts = SchemaBuilder.array(TEXT).optional().build();
    return List.of(
        new Column("mood", TEXT, Arrays.asList("ok", "bad", null), List.of("1|ok", "3|null")),
        new Column("pair", TEXT, List.of("(1,x)", "bad"), List.of("1|(1,x)")),
        new Column("positive", INT, List.of(1, -1), List.of("1|1")),
        new Column("short", TEXT, List.of("ok", "bad"), List.of("1|ok")),
        new Column("shorter", TEXT, List.of("ok", "bad", "no"), List.of("1|ok")),
        new Column(
            "varchar(2)[]", texts, List.of(List.of("ok"), List.of("bad")), List.of("1|{ok}")),
        new Column("char(2)[]", texts, List.of(List.of("ok"), List.of("bad")), List.of("1|{ok}")),
        new Column("varchar(2)", TEXT, List.of("ok", "bad"), List.of("1|ok")));
  }

  @Override
  protected List<Made> tables() {
    String columns = " (id bigint primary key, name text)";
    List<String> all = List.of("1|aa", "3|c");
    return List.of(
        new Made(
            List.of(
                "create table $t (id bigint generated always as identity primary key, name text)"),
            all,
            0),
        new Made(
            List.of(
                "create table $t (u text generated always as (upper(name)) stored, id bigint"
                    + " primary key, name text)"),
            all,
            0),
        new Made(
            List.of(
                "create table $t (id bigint primary key, name text) partition by range (id)",
                "create table $t_1 partition of $t for values from (1) to (3)"),
            List.of("1|aa"),
            1),
        new Made(List.of("create table $t_1" + columns, "create view $t as table $t_1"), all, 0),
        new Made(
            List.of(
                "create table $t" + columns,
                "create function no_c() returns trigger language plpgsql as $$begin if new.name ="
                    + " 'c' then raise exception 'no'; end if; return new; end$$",
                "create trigger no_c before insert or update on $t for each row execute function"
                    + " no_c()"),
            List.of("1|aa"),
            1));
  }

  private static Schema child(Schema x) {
    return SchemaBuilder.struct()
        .field("id", Schema.INT64_SCHEMA)
        .field("parent", Schema.OPTIONAL_INT64_SCHEMA)
        .field("x", x)
        .build();
  }

  private void child(long id, long parent, Object x) {
    Schema row = child(x instanceof Integer ? INT : x instanceof Long ? LONG : TEXT);
    Struct values = new Struct(row).put("id", id).put("parent", parent).put("x", x);
    records.change("c", Records.envelope(row), values);
  }

  private void families() throws Exception {
    target.execute(
        "create table parents (id bigint not null primary key, name varchar(9))",
        "insert into parents values (20, 'b')",
        "create table orders (id bigint not null primary key, parent bigint references parents"
            + " (id), x int)");
    start(Map.of("batch.size", "2"));
  }

  private void parent() {
    records.flat("parents", new Struct(Records.ROW).put("id", 10L).put("name", "a"));
  }

  private static Stream<Object> wider() {
    return Stream.of("zz", 5_000_000_000L);
  }

  @ParameterizedTest
  @MethodSource("wider")
  void a_child_whose_parent_comes_before_its_table_changes_keeps_its_values(Object last)
      throws Exception {
    families();
    child(1, 10, 875770417);
    child(2, 10, 7);
    parent();
    records.delivered();
    child(3, 20, last);
    records.committed();
    assertThat(target.rows("select id, x from orders order by id"))
        .containsExactly("1|875770417", "2|7", "3|" + last);
    assertThat(sink.reported()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("wider")
  void a_child_whose_parent_comes_behind_a_change_of_its_table_is_reported_and_no_other(Object last)
      throws Exception {
    families();
    child(1, 10, 875770417);
    child(2, 10, 7);
    child(3, 20, last);
    parent();
    records.committed();
    assertThat(target.rows("select id, x from orders order by id")).containsExactly("3|" + last);
    assertThat(sink.reported())
        .extracting(one -> one.record().kafkaOffset())
        .containsExactly(0L, 1L);
  }
}
