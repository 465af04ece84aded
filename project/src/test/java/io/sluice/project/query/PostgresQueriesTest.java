package io.sluice.project.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresQueriesTest extends ReadOnlyTargetContract {
  private Connection sink;
  private ReadOnlyTarget target;

  @BeforeEach
  void aDatabase() throws SQLException {
    PostgresServer server = PostgresServer.shared();
    PostgresDatabase database = server.newDatabase();
    sink = DriverManager.getConnection(database.jdbcUrl());
    try (Statement statement = sink.createStatement()) {
      statement.execute("create table t (i integer, s varchar)");
      statement.execute("create sequence numbers");
      statement.execute("insert into t values (1, 'one'), (2, 'two'), (3, null)");
    }
    target =
        SinkDatabase.of(
                Map.of(
                    "url",
                    database.jdbcUrl(),
                    "user",
                    server.user(),
                    "driver.currentSchema",
                    "public,pg_catalog,elsewhere"),
                getClass().getClassLoader())
            .orElseThrow()
            .openAlone();
  }

  @AfterEach
  void close() throws SQLException {
    target.close();
    sink.close();
  }

  @Test
  void properties_of_the_driver_that_the_sink_is_given_count_here_too() throws SQLException {
    assertThat(target.query("select current_setting('search_path')", 1).rows())
        .containsExactly(List.of("public,pg_catalog,elsewhere"));
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
  @ValueSource(
      strings = {
        "select set_config('transaction_read_only', 'off', false), query_to_xml('delete from t',"
            + " true, true, '')",
        "select query_to_xml('delete from t', true, true, '')",
        "select * from t for update",
        "copy (select 1) to program 'touch /tmp/sluice-must-not-exist'",
        "select lo_create(0)",
      })
  void writing_from_within_a_query_is_refused(String sql) throws SQLException {
    assertThatThrownBy(() -> target.query(sql, 10)).isInstanceOf(SQLException.class);
    assertThat(rowsOfT()).isEqualTo(3);
  }
}
