package io.sluice.connector.postgres.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.catalog.Connections;
import io.sluice.connector.postgres.catalog.ServerVersion;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A publication that several pipelines make and add to. */
class SharedPublicationTest {

  private static final int PIPELINES = 8;

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @Test
  void pipelines_that_begin_at_the_same_moment_all_have_their_tables_published() throws Exception {
    for (int i = 0; i < PIPELINES; i++) {
      database.sql("CREATE TABLE t" + i + "(id int PRIMARY KEY)");
    }
    database.sql("CREATE TABLE shared(id int PRIMARY KEY)");
    PostgresConfig config =
        new PostgresConfig(TestSource.config(database, "publication.autocreate.mode", "filtered"));
    ExecutorService threads = Executors.newFixedThreadPool(PIPELINES);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < PIPELINES; i++) {
        List<TableId> tables =
            List.of(new TableId("public", "t" + i), new TableId("public", "shared"));
        all.add(
            threads.submit(
                () -> {
                  try (Connection sql = new Connections(config).sql()) {
                    new Replication(config, sql, ServerVersion.of(sql)).ensurePublication(tables);
                  }
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(database.number("SELECT count(*) FROM pg_publication_tables"))
        .isEqualTo(PIPELINES + 1);
  }
}
