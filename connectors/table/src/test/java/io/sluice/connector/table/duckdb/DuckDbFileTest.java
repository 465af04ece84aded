package io.sluice.connector.table.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.connector.table.dialect.Records;
import io.sluice.testkit.SinkTaskHarness;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DuckDbFileTest {
  @TempDir Path folder;

  private String url() {
    return "jdbc:duckdb:" + folder.resolve("f.duckdb");
  }

  /** Works only while nobody has the file open for writing. */
  private void openForReading() throws SQLException {
    Properties readOnly = new Properties();
    readOnly.setProperty("duckdb.read_only", "true");
    try (Connection connection = DriverManager.getConnection(url(), readOnly)) {
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_killed_process_leaves_no_unpacked_library() throws Exception {
    try (SinkTaskHarness sink =
        new SinkTaskHarness(TableSinkConnector::new, Map.of("url", url())).start()) {
      new Records(sink).change("r", 1, "a").committed();

      try (Stream<String> loaded =
          Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
        assertThat(loaded.filter(line -> line.contains("/libduckdb_java")))
            .isNotEmpty()
            .allSatisfy(
                line -> assertThat(Path.of(line.substring(line.indexOf('/')))).doesNotExist());
      }
    }
  }

  @Test
  void the_file_is_held_while_the_sink_runs() {
    try (SinkTaskHarness sink =
        new SinkTaskHarness(TableSinkConnector::new, Map.of("url", url())).start()) {
      new Records(sink).change("r", 1, "a").committed();
      assertThatThrownBy(this::openForReading).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void the_file_is_free_after_each_commit_where_the_setting_says_so() throws Exception {
    Map<String, String> config = Map.of("url", url(), "duckdb.release.file", "true");
    try (SinkTaskHarness sink = new SinkTaskHarness(TableSinkConnector::new, config).start()) {
      Records records = new Records(sink);
      records.change("r", 1, "a").committed();
      openForReading();
      records.change("u", 1, "b").change("c", 2, "c").committed();
      openForReading();
    }
    try (Connection connection = DriverManager.getConnection(url());
        ResultSet rows =
            connection.createStatement().executeQuery("select max(name) from orders")) {
      rows.next();
      assertThat(rows.getString(1)).isEqualTo("c");
    }
  }

  @Test
  void others_of_the_same_process_read_while_the_sink_writes() throws Exception {
    try (SinkTaskHarness sink =
        new SinkTaskHarness(TableSinkConnector::new, Map.of("url", url())).start()) {
      new Records(sink).change("r", 1, "a").committed();
      new Records(sink).change("c", 2, "b").delivered();
      try (Connection connection = DriverManager.getConnection(url());
          ResultSet rows =
              connection.createStatement().executeQuery("select count(*) from orders")) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(1);
      }
    }
  }

  @Test
  void validate_misses_the_folder_of_the_file() {
    String missing = "jdbc:duckdb:" + folder.resolve("no/such/f.duckdb");
    assertThat(wrong(missing)).containsExactly("url");
  }

  @Test
  void validate_refuses_a_database_in_memory() {
    assertThat(wrong("jdbc:duckdb:")).containsExactly("url");
  }

  private static List<String> wrong(String url) {
    return new TableSinkConnector()
        .validate(Map.of("url", url)).configValues().stream()
            .filter(value -> !value.errorMessages().isEmpty())
            .map(ConfigValue::name)
            .toList();
  }

  @Test
  void one_task_is_planned_whatever_is_allowed() {
    TableSinkConnector connector = new TableSinkConnector();
    connector.start(Map.of("url", url(), "name", "n"));
    assertThat(connector.taskConfigs(4)).hasSize(1);
  }
}
