package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.testbed.Tasks;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The slot is gone, and with it changes; the tables are read again if that is wanted. */
class LostLogTest {

  private static final String REREAD = "sluice.lost.log=reread";
  private static final String WHEN_NEEDED = "snapshot.mode=when_needed";
  private static final String ALWAYS = "snapshot.mode=always";
  private static final String CONFIGURED =
      "snapshot.mode=configuration_based"
          + ";snapshot.mode.configuration.based.start.stream=true"
          + ";snapshot.mode.configuration.based.snapshot.on.data.error=true";

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final InMemoryOffsets offsets = new InMemoryOffsets();

  @BeforeEach
  void changesAreLost() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n bigint)",
        "CREATE TABLE u(id int, n bigint)",
        "INSERT INTO t VALUES (1, 0), (2, 0)",
        "INSERT INTO u VALUES (9, 0)");
    try (SourceTaskHarness source = start("")) {
      source.commit(source.poll(3));
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO t VALUES (3, 0)");
      source.commit(source.poll(1));
    }
    TestSource.dropSlot(database);
    database.sql("UPDATE t SET n = 1 WHERE id = 1", "DELETE FROM t WHERE id = 2");
  }

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void unless_it_is_wanted_the_task_ends_and_names_the_setting() {
    try (SourceTaskHarness source = start("")) {
      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("public.t")
          .hasMessageContaining("Set sluice.lost.log to reread");
    }
  }

  @Test
  void the_tables_are_read_again_while_changes_are_streamed() {
    try (SourceTaskHarness source = start(REREAD)) {
      source.commit(source.poll(1));
      List<SourceRecord> read = source.pollUntil(TestSource::tellsThatAllIsRead);
      database.sql("UPDATE t SET n = 2 WHERE id = 3");
      SourceRecord change = TestSource.poll(source, 1).get(0);

      assertThat(ids(read)).containsExactlyInAnyOrder("t1", "t3", "u9");
      assertThat(TestSource.op(change)).isEqualTo("u");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {REREAD, WHEN_NEEDED, CONFIGURED, ALWAYS})
  void the_slot_is_not_made_before_the_decision_is_durable(String setting) {
    try (SourceTaskHarness source = start(setting)) {
      source.poll(1);
    }

    assertThat(slots()).isZero();
    assertThat(readByTheNext(setting)).containsExactlyInAnyOrder("t1", "t3", "u9");
  }

  @ParameterizedTest
  @ValueSource(strings = {REREAD, WHEN_NEEDED, CONFIGURED, ALWAYS})
  void a_crash_after_the_slot_was_made_reads_the_tables_all_the_same(String setting) {
    try (SourceTaskHarness source = start(setting)) {
      source.commit(source.poll(1));
      TestSource.awaitSlot(database);
    }

    try (SourceTaskHarness source = start(setting)) {
      assertThat(ids(source.pollUntil(r -> r.topic().endsWith(".u")))).contains("t1", "t3", "u9");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {REREAD, WHEN_NEEDED, CONFIGURED, ALWAYS})
  void several_tasks_are_none_that_loses_the_decision(String setting) throws Exception {
    try (Tasks tasks = new Tasks(config(setting), 3, offsets)) {
      List<SourceRecord> all =
          tasks.pollUntil(r -> r.stream().anyMatch(one -> one.topic().endsWith(".u")));

      assertThat(tasks.count()).isEqualTo(1);
      assertThat(ids(all)).contains("t1", "t3", "u9");
    }
  }

  /** A share of the snapshot at the start is none of that which the loss leads to. */
  @ParameterizedTest
  @ValueSource(strings = {REREAD, WHEN_NEEDED, CONFIGURED, ALWAYS})
  void tasks_that_shared_the_first_snapshot_read_all_tables_again(String setting) throws Exception {
    TestSource.dropSlot(database);
    database.sql(
        "CREATE TABLE w(id int PRIMARY KEY, n bigint)",
        "INSERT INTO w SELECT i, 0 FROM generate_series(10, 40) i");
    Map<String, String> config = config(setting);
    config.put("sluice.snapshot.chunk.pages", "1");
    config.put("snapshot.mode.configuration.based.snapshot.data", "true");
    try (Tasks tasks = new Tasks(config, 3, new InMemoryOffsets())) {
      tasks.pollUntil(records -> TestSource.isStreaming(database) && ids(records).count() >= 34);
      assertThat(tasks.count()).isEqualTo(3);
      TestSource.dropSlot(database);
      database.sql(
          "INSERT INTO t VALUES (5, 0)",
          "INSERT INTO u VALUES (6, 0)",
          "INSERT INTO w VALUES (7, 0)");

      assertThat(ids(tasks.pollUntil(records -> ids(records).distinct().count() >= 37)))
          .contains("t1", "t3", "t5", "u9", "u6", "w7", "w10", "w40");
    }
  }

  @Test
  void statements_of_the_users_cannot_be_read_beside_the_stream() {
    Map<String, String> config =
        TestSource.config(
            database,
            "sluice.lost.log",
            "reread",
            "snapshot.select.statement.overrides",
            "public.t",
            "snapshot.select.statement.overrides.public.t",
            "SELECT * FROM t");

    assertThatThrownBy(() -> new PostgresConnector().start(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sluice.lost.log");
  }

  private List<String> readByTheNext(String setting) {
    try (SourceTaskHarness source = start(setting)) {
      source.commit(source.poll(1));
      return ids(source.pollUntil(r -> r.topic().endsWith(".u"))).toList();
    }
  }

  private long slots() {
    return database.number(
        "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '"
            + TestSource.slot(database)
            + "'");
  }

  private SourceTaskHarness start(String setting) {
    return new SourceTaskHarness(PostgresConnector::new, config(setting), offsets).start();
  }

  private Map<String, String> config(String setting) {
    Map<String, String> config = TestSource.config(database);
    for (String one : setting.isEmpty() ? new String[0] : setting.split(";")) {
      config.put(one.split("=")[0], one.split("=")[1]);
    }
    return config;
  }

  private static Stream<String> ids(List<SourceRecord> records) {
    return TestSource.rows(records).stream()
        .filter(r -> TestSource.op(r).equals("r"))
        .map(r -> r.topic().substring(r.topic().length() - 1) + TestSource.after(r).getInt32("id"));
  }
}
