package io.sluice.connector.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbUpsertTest {
  private static final Schema ROW =
      SchemaBuilder.struct()
          .name("Value")
          .optional()
          .field("id", Schema.INT64_SCHEMA)
          .field("name", Schema.OPTIONAL_STRING_SCHEMA)
          .build();
  private static final Schema WIDER =
      SchemaBuilder.struct()
          .name("Value")
          .optional()
          .field("id", Schema.INT64_SCHEMA)
          .field("name", Schema.OPTIONAL_STRING_SCHEMA)
          .field("size", Schema.OPTIONAL_INT32_SCHEMA)
          .build();
  private static final Schema ENVELOPE = Records.envelope(ROW);
  private static final Schema WIDER_ENVELOPE = Records.envelope(WIDER);

  @TempDir Path folder;
  SinkHarness sink;

  @BeforeEach
  void open() {
    sink = new SinkHarness(Map.of("url", url())).start();
  }

  @AfterEach
  void close() {
    sink.close();
  }

  private String url() {
    return "jdbc:duckdb:" + folder.resolve("t.duckdb");
  }

  private List<String> query(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          line.append(i == 1 ? "" : "|").append(rows.getString(i));
        }
        all.add(line.toString());
      }
      return all;
    }
  }

  private static Records.Draft put(String op, long id, String name) {
    return Records.change(op, ENVELOPE, Records.row(ROW, Map.of("id", id, "name", name)));
  }

  @Test
  void a_snapshot_and_what_follows_end_as_the_newest_row_of_each_key() throws Exception {
    sink.add(put("r", 1, "a")).add(put("r", 2, "b")).add(put("r", 3, "c")).put().commit();
    sink.add(put("u", 2, "B")).add(Records.delete(ENVELOPE, 1)).add(Records.tombstone(1));
    sink.add(put("c", 4, "d")).put().commit();
    assertThat(query("select * from orders order by id")).containsExactly("2|B", "3|c", "4|d");
  }

  @Test
  void a_key_that_comes_twice_in_a_first_load_is_there_once() throws Exception {
    sink.add(put("r", 1, "a")).put().add(put("r", 1, "b")).put().commit();
    assertThat(query("select * from orders")).containsExactly("1|b");
  }

  @Test
  void a_snapshot_that_is_read_again_replaces_the_rows_that_are_there() throws Exception {
    sink.add(put("r", 1, "a")).add(put("r", 2, "b")).put().commit();
    sink.add(put("r", 1, "A")).add(put("r", 3, "c")).put().commit();
    assertThat(query("select * from orders order by id")).containsExactly("1|A", "2|b", "3|c");
  }

  @Test
  void a_crash_before_the_commit_leaves_nothing_and_the_rest_comes_again() throws Exception {
    sink.add(put("r", 1, "a")).put().commit();
    sink.add(put("c", 2, "b")).put().crash();
    assertThat(query("select count(*) from orders")).containsExactly("1");
    sink.put().commit();
    assertThat(query("select * from orders order by id")).containsExactly("1|a", "2|b");
  }

  @Test
  void a_new_column_appears_in_mid_transaction() throws Exception {
    sink.add(put("r", 1, "a"));
    sink.add(
        Records.change(
            "c", WIDER_ENVELOPE, Records.row(WIDER, Map.of("id", 2L, "name", "b", "size", 7))));
    sink.put().commit();
    assertThat(query("select * from orders order by id")).containsExactly("1|a|null", "2|b|7");
  }

  @Test
  void append_keeps_every_record() throws Exception {
    sink.close();
    sink = new SinkHarness(Map.of("url", url(), "mode", "append")).start();
    sink.add(put("r", 1, "a")).add(put("u", 1, "b")).put().commit();
    assertThat(query("select * from orders order by name")).containsExactly("1|a", "1|b");
  }
}
