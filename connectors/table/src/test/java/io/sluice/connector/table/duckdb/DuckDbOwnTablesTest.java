package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.dialect.OwnTableCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

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
}
