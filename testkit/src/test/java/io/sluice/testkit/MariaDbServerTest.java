package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class MariaDbServerTest {
  @Test
  void a_server_that_was_stopped_comes_back_with_its_data_and_options() throws Exception {
    try (MariaDbServer server = MariaDbServer.start(List.of("--local-infile=0"))) {
      String database = server.newDatabase();
      server.sql("CREATE TABLE " + database + ".t AS SELECT 7 AS v");
      server.stop();
      server.start();
      try (Connection connection = server.connect(database);
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT v, @@local_infile FROM t")) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(7);
        assertThat(row.getInt(2)).isEqualTo(0);
      }
    }
  }
}
