package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first snapshot fails before anything is durable. The next one sees rows as changes have left
 * them that come after it once more, some without their large values.
 */
class BrokenOffSnapshotTest {
  private static final String SHOP = "shop.yaml";

  @TempDir Path folder;
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final PostgresDatabase target = PostgresServer.shared().newDatabase();
  private Command sluice;

  @BeforeEach
  void aSnapshotFails() {
    database.sql(
        "create table orders (id int primary key, n int, doc text)",
        "alter table orders alter doc set storage external",
        "insert into orders select i, 0, repeat(i::text, 3000) from generate_series(1, 9) i",
        "create table spans (id int primary key, span interval)",
        "insert into spans values (1, '178000000 years')");
    sluice = Command.in(folder);
    sluice.init(database, SHOP, "--target", target.jdbcUrl());
    assertThat(sluice.run("run", SHOP, "--once").code()).isNotZero();
  }

  @Test
  void a_row_whose_key_changed_in_between_is_there_once_and_whole() {
    database.sql(
        "update orders set n = n + 1 where id = 1",
        "update orders set id = id + 100 where id = 1",
        "update orders set id = id + 200 where id = 2",
        "update orders set n = n + 1 where id = 202",
        "update spans set span = '1 year'");

    sluice.run("run", SHOP, "--once").ok();

    String rows = "select id || ' ' || n || ' ' || md5(doc) from orders order by id";
    assertThat(target.rows(rows)).hasSize(9).isEqualTo(database.rows(rows));
    assertThat(sluice.run("dlq", "ls", SHOP).ok().out()).contains("No dead letters.");
  }
}
