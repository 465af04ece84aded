package io.sluice.connector.table.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.target.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SQLite really throws is told apart. */
class SqliteTroubleTest {
  @TempDir Path folder;

  private Fault faultOf(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("f"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        try {
          statement.execute(sql);
        } catch (SQLException e) {
          return SqliteTrouble.of(e);
        }
      }
    }
    throw new AssertionError("nothing went wrong");
  }

  @Test
  void a_file_without_room_is_a_full_disk() throws SQLException {
    assertThat(
            faultOf(
                "create table t (v)",
                "pragma max_page_count = 2",
                "insert into t values (zeroblob(100000))"))
        .isEqualTo(Fault.DISK_FULL);
  }

  @Test
  void a_constraint_is_a_rows_fault() throws SQLException {
    assertThat(faultOf("create table t (v check (v > 0))", "insert into t values (-1)"))
        .isEqualTo(Fault.ROW);
  }

  @Test
  void a_file_that_may_not_be_written_is_read_only() throws SQLException {
    assertThat(faultOf("pragma query_only = 1", "create table t (v)")).isEqualTo(Fault.READ_ONLY);
  }

  @Test
  void a_file_that_somebody_else_writes_is_a_lock() throws SQLException {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("f"));
        Statement statement = other.createStatement()) {
      statement.execute("begin immediate");
      assertThat(faultOf("pragma busy_timeout = 1", "begin immediate"))
          .isEqualTo(Fault.LOCK_TIMEOUT);
    }
  }
}
