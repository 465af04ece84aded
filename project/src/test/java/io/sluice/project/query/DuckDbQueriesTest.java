package io.sluice.project.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuckDbQueriesTest extends ReadOnlyTargetContract {
  @TempDir Path folder;
  private Connection sink;
  private ReadOnlyTarget target;

  @BeforeEach
  void aSinkThatHasTheFileOpen() throws SQLException {
    sink = DriverManager.getConnection(url());
    try (Statement statement = sink.createStatement()) {
      statement.execute("create table t (i integer, s varchar)");
      statement.execute("create sequence numbers");
      statement.execute("insert into t values (1, 'one'), (2, 'two'), (3, null)");
    }
    target = database().openBesideTheSink();
  }

  @AfterEach
  void close() throws SQLException {
    target.close();
    sink.close();
  }

  @Override
  ReadOnlyTarget target() {
    return target;
  }

  @Override
  long rowsOfT() throws SQLException {
    try (Statement statement = sink.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from t")) {
      row.next();
      return row.getLong(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"from t", "describe t", "show tables", "select * from duckdb_tables()"})
  void what_duckdb_treats_as_a_query_runs(String sql) throws SQLException {
    assertThat(target.query(sql, 10).rows()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from enable_logging()",
        "select * from (select * from enable_logging())",
        "with x as (select * from force_checkpoint()) select * from x",
        "select * from query('select * from enable_logging()')",
        "select write_log('x')",
      })
  void functions_that_do_more_than_read_are_refused(String sql) {
    assertThatThrownBy(() -> target.query(sql, 10)).isInstanceOf(NotAQueryException.class);
  }

  @Test
  void a_table_as_wide_as_types_go_becomes_values_of_json() throws SQLException {
    QueryResult result =
        target.query(
            "select 1::bigint, 1.50::decimal(9,2), true, 'a', null, [1,2], {'a': 1}, 'NaN'::double,"
                + " date '2026-01-02', 'x'::blob, 170141183460469231731687303715884105727::hugeint",
            1);
    List<Object> row = result.rows().get(0);
    assertThat(row.get(0)).isEqualTo(1L);
    assertThat(row.get(1)).isEqualTo(new java.math.BigDecimal("1.50"));
    assertThat(row.get(2)).isEqualTo(true);
    assertThat(row.get(4)).isNull();
    assertThat(row.get(5)).isEqualTo("[1, 2]");
    assertThat(row.get(7)).isEqualTo("NaN");
    assertThat(row.get(8)).isEqualTo("2026-01-02");
  }

  @Test
  void a_time_that_java_cannot_hold_is_shown_as_duckdb_writes_it() throws SQLException {
    QueryResult result = target.query("select 7 as n, time '24:00:00' as closing", 1);

    assertThat(result.columns()).containsExactly("n", "closing");
    assertThat(result.rows().get(0)).containsExactly("7", "24:00:00");
  }

  @Test
  void a_file_that_nobody_has_open_is_opened_read_only() throws SQLException {
    target.close();
    sink.close();
    try (ReadOnlyTarget alone = database().openAlone()) {
      assertThat(alone.query("select count(*) from t", 1).rows().get(0)).containsExactly(3L);
    }
  }

  private String url() {
    return "jdbc:duckdb:" + folder.resolve("warehouse.duckdb");
  }

  private SinkDatabase database() {
    return SinkDatabase.of(Map.of("url", url()), getClass().getClassLoader()).orElseThrow();
  }
}
