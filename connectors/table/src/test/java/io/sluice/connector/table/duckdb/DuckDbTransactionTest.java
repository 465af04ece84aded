package io.sluice.connector.table.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.testkit.SinkTaskHarness;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DuckDB's appender may write before the transaction's end. */
class DuckDbTransactionTest {
  private static final Schema ROW =
      SchemaBuilder.struct().name("Value").field("id", Schema.INT64_SCHEMA).build();

  /** More than the appender keeps before it writes a chunk. */
  private static final int SEVERAL_CHUNKS = 5_000;

  @TempDir Path folder;

  @Test
  void a_crash_leaves_no_appended_chunk_in_a_table_without_key() throws Exception {
    String url = "jdbc:duckdb:" + folder.resolve("t.duckdb");
    Map<String, String> config =
        Map.of("name", "test", "url", url, "mode", "append", "batch.size", "100");
    try (SinkTaskHarness sink = new SinkTaskHarness(TableSinkConnector::new, config)) {
      sink.start();
      append(sink, 1);
      sink.deliver().commit();
      append(sink, SEVERAL_CHUNKS);
      sink.deliver();
      sink.crash();
    }
    assertThat(rows(url)).isEqualTo(1);
  }

  private static void append(SinkTaskHarness sink, int rows) {
    for (long id = 0; id < rows; id++) {
      sink.append("orders", null, null, ROW, new Struct(ROW).put("id", id));
    }
  }

  private static long rows(String url) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from orders")) {
      row.next();
      return row.getLong(1);
    }
  }
}
