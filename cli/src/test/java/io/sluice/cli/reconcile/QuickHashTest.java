package io.sluice.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.compare.form.Column;
import io.sluice.cli.compare.form.ComparedColumn;
import io.sluice.cli.compare.form.ComparedTable;
import io.sluice.cli.compare.form.Form;
import io.sluice.cli.compare.side.KeyRange;
import io.sluice.cli.compare.side.Sum;
import io.sluice.cli.compare.side.TableRows;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sums of two PostgreSQL databases by the server's own hash. */
class QuickHashTest {
  private static final KeyRange ALL = KeyRange.between(null, null);

  private final PostgresDatabase here = PostgresServer.shared().newDatabase();
  private final PostgresDatabase there = PostgresServer.shared().newDatabase();

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  @Test
  void columns_of_other_types_with_the_same_values_have_the_same_sum() throws SQLException {
    here.sql(
        "create table t (id int primary key, n smallint, d numeric(10,2), f real, g real, w text"
            + " collate \"C\", p char(4), b boolean, z timestamptz, u uuid, y bytea, a int[])",
        "set time zone 'Asia/Tokyo'",
        "insert into t values (1, 2, 3.50, 1.1, 0.1, 'a', 'b', true, '2024-02-29 12:00+00',"
            + " '0e5a1f2c-0000-4000-8000-000000000001', '\\x00ff', '{1,null}'), (3, 0, 0, '-0',"
            + " 'NaN', '', '', false, 'infinity', null, '', '{}')",
        "insert into t (id) values (2)");
    there.sql(
        "alter database " + there.name() + " set timezone = 'America/New_York'",
        "alter database " + there.name() + " set bytea_output = 'escape'");
    there.sql(
        "create table t (id bigint primary key, n int, d numeric, f real, g double precision, w"
            + " varchar(9), p text, b boolean, z timestamptz, u uuid, y bytea, a bigint[])",
        "insert into t values (1, 2, 3.5, 1.1, 0.1::real::double precision, 'a', 'b   ', true,"
            + " '2024-02-29 12:00+00', '0e5a1f2c-0000-4000-8000-000000000001', '\\x00ff',"
            + " '{1,null}'), (3, 0, 0, '-0', 'NaN', '', '    ', false, 'infinity', null, '',"
            + " '{}')",
        "insert into t (id) values (2)");

    List<Sum> sums = sums();

    assertThat(sums.get(0)).isEqualTo(sums.get(1));
    assertThat(sums.get(0).rows()).isEqualTo(3);
  }

  @Test
  void one_value_that_differs_or_is_in_another_column_is_another_sum() throws SQLException {
    here.sql("create table t (id int primary key, a text, b text, f float8)");
    here.sql("insert into t values (1, 'x', null, 0)");
    there.sql("create table t (id int primary key, a text, b text, f float8)");
    List<String> others =
        List.of(
            "(1, null, 'x', 0)", "(1, 'x', '', 0)", "(1, 'x', null, '-0')", "(1, 'y', null, 0)");
    for (String other : others) {
      there.sql("truncate t", "insert into t values " + other);

      List<Sum> sums = sums();

      assertThat(sums.get(0)).as(other).isNotEqualTo(sums.get(1));
    }
  }

  private List<Sum> sums() throws SQLException {
    try (JdbcSide source = JdbcSide.postgres(here.connect());
        JdbcSide target = JdbcSide.postgres(there.connect())) {
      ComparedTable table = table(source, target);
      TableRows first = TableRows.of(source, table, true);
      TableRows second = TableRows.of(target, table, false);
      assertThat(first.quickHash()).isNotEmpty().isEqualTo(second.quickHash());
      return List.of(first.sum(ALL, true), second.sum(ALL, true));
    }
  }

  private static ComparedTable table(JdbcSide source, JdbcSide target) throws SQLException {
    List<Column> copied = target.dialect().columns(target, "t");
    List<ComparedColumn> columns = new ArrayList<>();
    for (Column column : source.dialect().columns(source, "t")) {
      Column other = copied.get(columns.size());
      Form form = Form.between(column.type(), other.type()).orElseThrow();
      columns.add(
          new ComparedColumn(column.name(), other.name(), form, column.type(), other.type()));
    }
    return new ComparedTable("t", "t", "t", "", columns.subList(0, 1), columns, true);
  }
}
