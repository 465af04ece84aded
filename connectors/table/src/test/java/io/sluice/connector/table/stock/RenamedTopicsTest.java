package io.sluice.connector.table.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offsets count in the topics of the broker, whatever a transform calls them. */
@Tag("long")
class RenamedTopicsTest {
  private static final Schema ROW = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
  private static final List<String> SHARDS = List.of("east.orders", "west.orders");

  @TempDir private Path folder;

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("target.db");
  }

  private List<Long> ids() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM orders ORDER BY id")) {
      List<Long> ids = new ArrayList<>();
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
      return ids;
    }
  }

  private Map<String, String> config() {
    return Map.of(
        "url",
        url(),
        "mode",
        "append",
        "transforms",
        "route",
        "transforms.route.type",
        "org.apache.kafka.connect.transforms.RegexRouter",
        "transforms.route.regex",
        ".*\\.(.*)",
        "transforms.route.replacement",
        "$1");
  }

  /** Ten rows for each of the topics, which have different numbers of records. */
  private static void append(WorkerSinkRun sink, long from) {
    for (long i = 0; i < 10; i++) {
      String topic = SHARDS.get(i < 7 ? 0 : 1);
      sink.append(topic, null, null, ROW, new Struct(ROW).put("id", from + i));
    }
  }

  @Test
  void topics_that_a_transform_makes_one_lose_nothing_and_double_nothing_over_restarts()
      throws Exception {
    try (WorkerSinkRun sink = new WorkerSinkRun(config(), true)) {
      append(sink, 0);
      sink.start().deliver().commit();
      sink.crash();
      append(sink, 10);
      sink.start().deliver().commit();
      append(sink, 20);
      sink.deliver().commitUnheard().crash();
      append(sink, 30);
      sink.start().deliver().commit();

      assertThat(ids()).isEqualTo(LongStream.range(0, 40).boxed().toList());
      assertThat(sink.committed(new TopicPartition(SHARDS.get(0), 0))).isEqualTo(28);
      assertThat(sink.committed(new TopicPartition(SHARDS.get(1), 0))).isEqualTo(12);
    }
  }

  @Test
  void a_table_of_renamed_topics_that_was_dropped_while_nothing_ran_is_not_made_anew()
      throws Exception {
    try (WorkerSinkRun sink = new WorkerSinkRun(config(), true)) {
      append(sink, 0);
      sink.start().deliver().commit();
      sink.crash();
      try (Connection connection = DriverManager.getConnection(url());
          Statement statement = connection.createStatement()) {
        assertThat(tablesOfTopics(statement)).containsExactly("\"orders\"", "\"orders\"");
        statement.execute("DROP TABLE orders");
      }
      append(sink, 10);
      assertThatThrownBy(() -> sink.start().deliver().commit())
          .hasMessageContaining("table orders was filled by this pipeline and is gone");
    }
  }

  private static List<String> tablesOfTopics(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT table_name FROM _sluice_offsets")) {
      List<String> tables = new ArrayList<>();
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
      return tables;
    }
  }
}
