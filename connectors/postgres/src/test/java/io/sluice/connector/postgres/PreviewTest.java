package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.Tasks;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A look at the first rows of tables, and at which there are, which leaves nothing behind. */
@Timeout(60)
class PreviewTest {
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(database.debeziumConfig());
    settings.put("topic.prefix", "look");
    settings.put("slot.name", "look_" + database.name());
    settings.put("publication.name", "look_" + database.name());
    return settings;
  }

  private List<SourceRecord> look(Map<String, String> settings, InMemoryOffsets offsets)
      throws InterruptedException {
    try (Tasks tasks = new Tasks(settings, 1, offsets)) {
      return tasks.pollUntil(seen -> seen.stream().anyMatch(PreviewTest::isEnd)).stream()
          .filter(record -> !isEnd(record))
          .toList();
    }
  }

  private static boolean isEnd(SourceRecord record) {
    return record.headers().lastWithName(Marks.END_HEADER) != null;
  }

  private static long rows(List<SourceRecord> records, String topic) {
    return records.stream().filter(record -> record.topic().equals(topic)).count();
  }

  private long left() {
    return database.number(
        "SELECT (SELECT count(*) FROM pg_publication) + (SELECT count(*) FROM pg_replication_slots"
            + " WHERE database = current_database())");
  }

  @Test
  void so_many_rows_of_each_table_are_given_and_nothing_stays_at_the_server() throws Exception {
    database.sql(
        "CREATE TABLE many(id int PRIMARY KEY, v text)",
        "INSERT INTO many SELECT i, 'v' || i FROM generate_series(1, 50000) i",
        "CREATE TABLE few(id int PRIMARY KEY)",
        "INSERT INTO few VALUES (7)",
        "CREATE TABLE none(id int PRIMARY KEY)");
    Map<String, String> settings = settings();
    settings.put("sluice.preview.rows", "3");
    settings.put("sluice.snapshot.chunk.pages", "1"); // cut as a large table is

    List<SourceRecord> seen = look(settings, new InMemoryOffsets());

    assertThat(rows(seen, "look.public.many")).isEqualTo(3);
    assertThat(rows(seen, "look.public.few")).isEqualTo(1);
    assertThat(seen).hasSize(4);
    assertThat(((Struct) seen.get(0).value()).getString("op")).isEqualTo("r");
    assertThat(left()).isZero();
  }

  @Test
  void a_role_that_may_only_read_and_a_server_without_free_slots_can_be_looked_at()
      throws Exception {
    String role = "looker_" + database.name();
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY)",
        "INSERT INTO t VALUES (1)",
        "CREATE ROLE " + role + " LOGIN",
        "GRANT SELECT ON t TO " + role);
    Map<String, String> settings = settings();
    settings.put("sluice.preview.rows", "1");
    settings.put("database.user", role);

    assertThat(look(settings, new InMemoryOffsets())).hasSize(1);
  }

  @Test
  void no_run_goes_on_from_where_somebody_only_looked() throws Exception {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY)",
        "INSERT INTO t SELECT i FROM generate_series(1, 10) i");
    InMemoryOffsets offsets = new InMemoryOffsets();
    Map<String, String> settings = settings();
    settings.put("sluice.preview.rows", "2");
    look(settings, offsets);

    Map<String, String> run = settings();
    run.put("sluice.bounded", "true");

    assertThat(look(run, offsets)).hasSize(10);
  }

  @Test
  void a_check_of_the_settings_tells_which_tables_there_are() {
    database.sql(
        "CREATE TABLE plain(id int PRIMARY KEY)",
        "CREATE SCHEMA \"odd, (one)\"",
        "CREATE TABLE \"odd, (one)\".\"t\"\"; drop\"(id int PRIMARY KEY)");

    List<ConfigValue> values = new PostgresConnector().validate(settings()).configValues();

    assertThat(recommended(values, "table.include.list"))
        .containsExactlyInAnyOrder("public.plain", "odd\\, \\(one\\).t\"; drop");
    assertThat(recommended(values, "schema.include.list"))
        .containsExactlyInAnyOrder("public", "odd\\, \\(one\\)");
    // As it stands there it means that table and no other.
    Map<String, String> one = settings();
    one.put("table.include.list", "odd\\, \\(one\\).t\"; drop");
    assertThat(new PostgresConnector().validate(one).configValues())
        .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
  }

  private static List<Object> recommended(List<ConfigValue> values, String name) {
    return values.stream()
        .filter(value -> value.name().equals(name))
        .findFirst()
        .orElseThrow()
        .recommendedValues();
  }
}
