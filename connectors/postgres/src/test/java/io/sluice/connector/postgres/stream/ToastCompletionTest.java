package io.sluice.connector.postgres.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.Connections;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Reselection;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.event.TableFormats;
import io.sluice.connector.postgres.handover.RecordSink.Completed;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToastCompletionTest {

  private static final Reselection ALL = new Reselection(column -> true, true, false, false, false);

  private static final int ROWS = 3;
  private static final int LARGE = 9000;

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @Test
  void values_that_are_fetched_are_weighed_and_the_server_is_answered_meanwhile() throws Exception {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, big text)",
        "INSERT INTO t SELECT i, repeat('x', "
            + LARGE
            + ") FROM generate_series(1, "
            + ROWS
            + ") i");
    PostgresConfig config = new PostgresConfig(TestSource.config(database));
    try (Connection sql = new Connections(config).sql()) {
      TableFormat format = format(config, sql, "t");
      AtomicInteger answers = new AtomicInteger();
      AtomicLong records = new AtomicLong();
      ToastCompletion completion =
          new ToastCompletion(ALL, sql, records::getAndIncrement, answers::incrementAndGet);
      for (int i = 1; i <= ROWS; i++) {
        note(completion, format, i);
      }

      Completed completed = completion.complete(ROWS, Long.MAX_VALUE);

      assertThat(completed.end()).isEqualTo(ROWS);
      assertThat(completed.bytes()).isGreaterThan((long) ROWS * LARGE);
      assertThat(answers).hasValueGreaterThanOrEqualTo(ROWS);
      assertThat(completion.complete(ROWS, Long.MAX_VALUE).bytes())
          .as("nothing is noted any more")
          .isZero();
    }
  }

  @Test
  void values_of_several_tables_are_read_in_parts_that_are_bounded_and_in_the_order_of_records()
      throws Exception {
    int rows = 60;
    long most = 5L * LARGE;
    for (String table : List.of("t", "other")) {
      database.sql(
          "CREATE TABLE " + table + "(id int PRIMARY KEY, big text)",
          "ALTER TABLE " + table + " ALTER big SET STORAGE external",
          "INSERT INTO "
              + table
              + " SELECT i, repeat('x', "
              + LARGE
              + ") || i FROM generate_series(1, "
              + rows
              + ") i WHERE i <> 7");
    }
    PostgresConfig config = new PostgresConfig(TestSource.config(database));
    try (Connection sql = new Connections(config).sql()) {
      TableFormat one = format(config, sql, "t");
      TableFormat other = format(config, sql, "other");
      AtomicLong records = new AtomicLong();
      ToastCompletion completion =
          new ToastCompletion(ALL, sql, records::getAndIncrement, () -> {});
      List<Struct> noted = new ArrayList<>();
      for (int i = 1; i <= rows; i++) {
        noted.add(note(completion, i % 3 == 0 ? other : one, i));
      }

      int end = 0;
      while (end < rows) {
        Completed part = completion.complete(rows, most);
        assertThat(part.end()).isGreaterThan(end);
        assertThat(part.bytes()).isLessThanOrEqualTo(most + 2 * (LARGE + 100));
        for (Struct row : noted.subList(end, (int) part.end())) {
          int id = row.getInt32("id");
          assertThat(row.getString("big"))
              .isEqualTo(id == 7 ? "__debezium_unavailable_value" : "x".repeat(LARGE) + id);
        }
        end = (int) part.end();
      }
      assertThat(end).isEqualTo(rows);
    }
  }

  @Test
  void rows_are_read_when_their_transaction_is_over_for_readers_too() throws Exception {
    database.sql("CREATE TABLE t(id int PRIMARY KEY, big text)");
    PostgresConfig config = new PostgresConfig(TestSource.config(database));
    try (Connection sql = new Connections(config).sql();
        Connection writer = new Connections(config).sql();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("INSERT INTO t VALUES (1, 'large')");
      ResultSet current = statement.executeQuery("SELECT txid_current()");
      assertThat(current.next()).isTrue();
      long txId = current.getLong(1);
      ToastCompletion completion = new ToastCompletion(ALL, sql, () -> 0, () -> commit(writer));

      Struct row = note(completion, format(config, sql, "t"), 1, txId);
      completion.complete(1, Long.MAX_VALUE);

      assertThat(row.getString("big")).isEqualTo("large");
    }
  }

  private static void commit(Connection writer) {
    try {
      writer.commit();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static Struct note(ToastCompletion completion, TableFormat format, int id) {
    return note(completion, format, id, 0);
  }

  private static Struct note(ToastCompletion completion, TableFormat format, int id, long txId) {
    @Nullable Object[] cells = {id, format.unavailable(1)};
    Struct row = format.row(cells);
    completion.note(format, cells, row, txId);
    return row;
  }

  private static TableFormat format(PostgresConfig config, Connection sql, String name)
      throws Exception {
    Catalog catalog = new Catalog(sql, config.selection());
    TableId id = new TableId("public", name);
    Table table = catalog.table(id, Objects.requireNonNull(catalog.tables().get(id)));
    return new TableFormats(config).of(table);
  }
}
