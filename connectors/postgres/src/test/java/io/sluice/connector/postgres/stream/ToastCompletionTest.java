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
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.sql.Connection;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
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
      TableFormat format = format(config, sql);
      AtomicInteger answers = new AtomicInteger();
      ToastCompletion completion = new ToastCompletion(ALL, sql, answers::incrementAndGet);
      for (int i = 1; i <= ROWS; i++) {
        @Nullable Object[] cells = {i, format.unavailable(1)};
        Struct row = format.row(cells);
        completion.note(format, cells, row);
      }

      long bytes = completion.complete();

      assertThat(bytes).isGreaterThan((long) ROWS * LARGE);
      assertThat(answers).hasValueGreaterThanOrEqualTo(ROWS);
      assertThat(completion.complete()).as("nothing is noted any more").isZero();
    }
  }

  private static TableFormat format(PostgresConfig config, Connection sql) throws Exception {
    Catalog catalog = new Catalog(sql, config.selection());
    TableId id = new TableId("public", "t");
    Table table = catalog.table(id, Objects.requireNonNull(catalog.tables().get(id)));
    return new TableFormats(config).of(table);
  }
}
