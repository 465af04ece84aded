package io.sluice.connector.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.dialect.Records;
import io.sluice.testkit.SinkTaskHarness;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 5: a record is in the table, a dead letter, or behind the stored offsets. */
class LettersTest {
  @TempDir private Path folder;
  private SinkTaskHarness sink = new SinkTaskHarness(TableSinkConnector::new, Map.of());

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("t.db");
  }

  @BeforeEach
  void start() throws Exception {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table orders (id integer primary key, name text check (name <> 'bad'))");
    }
    sink = new SinkTaskHarness(TableSinkConnector::new, Map.of("url", url()));
    sink.start();
  }

  @AfterEach
  void stop() {
    sink.close();
  }

  private long stored() throws Exception {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from orders")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void nothing_is_committed_behind_a_refused_record_whose_letter_cannot_be_written()
      throws Exception {
    sink.answerReports(CompletableFuture.failedFuture(new IOException("no topic")));
    Records records = new Records(sink).change("r", 1, "a").change("r", 2, "bad");
    assertThatThrownBy(records::committed)
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("dead letter");
    assertThat(stored()).isZero();
  }

  @Test
  void a_commit_comes_behind_the_letters_of_its_records() throws Exception {
    long[] storedBefore = {-1};
    sink.answerReports(new Written(() -> storedBefore[0] = stored()));
    new Records(sink).change("r", 1, "a").change("r", 2, "bad").committed();
    assertThat(storedBefore[0]).isZero();
    assertThat(stored()).isEqualTo(1);
  }

  /** A letter that is written when somebody asks for it. */
  private static final class Written extends CompletableFuture<Void> {
    private interface Writing {
      void run() throws Exception;
    }

    private final Writing writing;

    Written(Writing writing) {
      this.writing = writing;
    }

    @Override
    @SuppressWarnings("NullAway") // The one value of Void.
    public Void get() {
      try {
        writing.run();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      return null;
    }
  }
}
