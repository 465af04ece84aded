package io.sluice.connector.table.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.OwnTableCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** DuckDB's own kinds of columns and tables. */
class DuckDbOwnTablesTest extends OwnTableCases {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new DuckDbUnderTest(emptyFolder);
  }

  @Override
  protected List<Column> columns() throws Exception {
    target.execute("create type mood as enum ('ok')");
    Schema numbers = SchemaBuilder.array(INT).optional().build();
    return List.of(
        new Column("mood", TEXT, Arrays.asList("ok", "bad", null), List.of("1|ok", "3|null")),
        new Column("utinyint", INT, List.of(1, 255, 256, -1), List.of("1|1", "2|255")),
        new Column("hugeint", INT, List.of(1, -2), List.of("1|1", "2|-2")),
        new Column("int[2]", numbers, List.of(List.of(1, 2), List.of(1)), List.of("1|[1, 2]")));
  }

  @Override
  protected List<Made> tables() {
    return List.of(
        new Made(List.of("create table $t (name varchar, id bigint)"), List.of("1|aa", "3|c"), 0),
        new Made(
            List.of("create table $t (id bigint primary key, name varchar check (name <> 'c'))"),
            List.of("1|aa"),
            1));
  }

  /**
   * DuckDB looks at the index of the children as it was before the transaction: a parent whose
   * children are deleted in it can only be deleted in the next one. See its documentation,
   * "Over-Eager Constraint Checking in Foreign Keys".
   */
  @Override
  @Test
  protected void parents_that_are_deleted_before_their_children_are_gone_with_them()
      throws Exception {
    target.execute(
        "create table parents (id bigint primary key, name varchar)",
        "create table children (id bigint primary key, parent bigint references parents (id))",
        "insert into parents values (10, 'a')",
        "insert into children values (1, 10)");
    start(Map.of("name", "p"));
    records.tombstone("parents", 10).tombstone("children", 1).committed();
    assertThat(target.rows("select id from children")).isEmpty();
    assertThat(sink.reported())
        .singleElement()
        .satisfies(one -> assertThat(one.record().topic()).isEqualTo("parents"));
    records.tombstone("parents", 10).committed();
    assertThat(target.rows("select id from parents")).isEmpty();
  }
}
