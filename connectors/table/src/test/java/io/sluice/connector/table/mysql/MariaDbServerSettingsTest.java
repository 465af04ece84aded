package io.sluice.connector.table.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.connector.table.dialect.Records;
import io.sluice.testkit.MariaDbServer;
import io.sluice.testkit.SinkTaskHarness;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that takes no files, and only small packets. */
class MariaDbServerSettingsTest {
  private static MariaDbServer server;

  @BeforeAll
  static void start() {
    server = MariaDbServer.start(List.of("--local-infile=0", "--max-allowed-packet=1M"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void rows_travel_by_insert_where_the_server_takes_no_files() throws Exception {
    try (MariaDbUnderTest target = new MariaDbUnderTest(server);
        SinkTaskHarness sink =
            new SinkTaskHarness(TableSinkConnector::new, target.config()).start()) {
      Records records = new Records(sink);
      LongStream.range(0, 3_000).forEach(id -> records.change("r", id, "n" + id));
      records.committed();
      LongStream.range(0, 2_000).forEach(id -> records.change("u", id, "N"));
      LongStream.range(2_500, 3_000).forEach(records::delete);
      records.committed();
      assertThat(target.rows("select name, count(*) from orders where name = 'N' group by name"))
          .containsExactly("N|2000");
      assertThat(target.rows("select count(*) from orders")).containsExactly("2500");
    }
  }

  @Test
  void a_row_larger_than_a_packet_is_refused_alone() throws Exception {
    try (MariaDbUnderTest target = new MariaDbUnderTest(server);
        SinkTaskHarness sink =
            new SinkTaskHarness(TableSinkConnector::new, target.config()).start()) {
      Records records = new Records(sink);
      records.change("r", 1, "a").change("r", 2, "x".repeat(2 << 20)).change("r", 3, "c");
      records.committed();
      assertThat(target.rows("select id, name from orders order by id"))
          .containsExactly("1|a", "3|c");
      assertThat(sink.reported()).hasSize(1);
    }
  }
}
