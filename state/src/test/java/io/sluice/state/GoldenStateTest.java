package io.sluice.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.state.checkpoint.Checkpoint;
import io.sluice.state.checkpoint.Checkpoints;
import io.sluice.state.checkpoint.EpochRecord;
import io.sluice.state.checkpoint.LaneName;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.deadletter.DeadLetters.Filter;
import io.sluice.state.deadletter.DeadLetters.Status;
import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditAction;
import io.sluice.state.history.AuditVerdict;
import io.sluice.state.history.Runs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Invariant 10: what a released version wrote is read by this one. A new version of the schema adds
 * a golden file of its own here; the ones that are there never change.
 */
@ParameterizedClass
@ValueSource(ints = {1, 2, 3})
class GoldenStateTest {
  private static final String NEWEST = "state-v3.sql";

  /** The version that has copies of letters; its file has one. */
  private static final int COPIES = 3;

  /** Made by another program, from the form that the reference describes. */
  private static final String FIRST_SEAL =
      "2e7647bc28b2617ad736bf317606d50a558631972986231a4e22660c5535adbb";

  private static final String SECOND_SEAL =
      "8a94a185597efc4ae67ad8f3a7a48da6483eac953812e565e2493013b68eee48";

  private final int version;

  @TempDir Path folder;
  private final FixedClock clock = new FixedClock();

  GoldenStateTest(int version) {
    this.version = version;
  }

  @BeforeEach
  void a_database_of_that_version() throws SQLException, IOException {
    load("state-v" + version + ".sql", folder.resolve("state.db"));
  }

  @Test
  void checkpoints_written_by_it_are_still_read() {
    try (StateDatabase database = StateDatabase.open(folder, clock)) {
      Checkpoints checkpoints = database.checkpoints();

      assertThat(checkpoints.epochs("shop"))
          .containsExactly(
              new Checkpoint("shop", 7, "1x2", 120, at(1795000000000L), at(1795000000200L), false),
              new Checkpoint("shop", 8, "1x2", 30, at(1795000000400L), at(1795000000600L), true),
              new Checkpoint("shop", 9, "1x2", 5, at(1795000000800L), null, false));
      assertThat(checkpoints.sourceOffsetsAt("shop", 8))
          .isEqualTo(
              Map.of(
                  "{\"server\":\"shop\"}", "{\"lsn\":200}", "{\"server\":\"old\"}", "{\"lsn\":1}"));
      assertThat(checkpoints.sourceOffsetsAt("shop", 9))
          .isEqualTo(Map.of("{\"server\":\"shop\"}", "{\"lsn\":300}"));
      assertThat(checkpoints.laneEndsAt("shop", 8))
          .isEqualTo(Map.of(new LaneName("shop.public.orders", 1), 1000L));
    }
  }

  @Test
  void dead_letters_written_by_it_are_still_read() {
    try (StateDatabase database = StateDatabase.open(folder, clock)) {
      DeadLetters.Stored open = database.deadLetters().find(3).orElseThrow();
      assertThat(open.letter())
          .usingRecursiveComparison()
          .isEqualTo(
              new DeadLetter(
                  "shop",
                  DeadLetter.Stage.SINK,
                  "table",
                  "org.apache.kafka.connect.errors.DataException",
                  "value 17 does not fit",
                  "shop.public.orders",
                  1,
                  1004L,
                  "{\"server\":\"shop\"}",
                  "{\"lsn\":250}",
                  "v1",
                  new byte[] {1, -1}));
      assertThat(open.attempts()).isEqualTo(2);
      assertThat(open.signature()).isEqualTo("0123456789ab");
      DeadLetters.Stored purged = database.deadLetters().find(4).orElseThrow();
      assertThat(purged.status()).isEqualTo(Status.PURGED);
      assertThat(purged.reason()).isEqualTo("customer asked");
      assertThat(database.deadLetters().count(Filter.open("shop")))
          .isEqualTo(version < COPIES ? 1 : 2);
      assertThat(database.letterCopies().of(3))
          .isEqualTo(version < COPIES ? List.of() : List.of(5L));
    }
  }

  @Test
  void runs_and_audit_written_by_it_are_still_read() {
    try (StateDatabase database = StateDatabase.open(folder, clock)) {
      assertThat(database.runs().latest("shop"))
          .contains(
              new Runs.Run(
                  5,
                  "shop",
                  "v1",
                  4711,
                  at(1795000000000L),
                  at(1795000002000L),
                  at(1795000001000L),
                  Runs.Outcome.FAILED,
                  new Runs.Counts(155, 150, 2, 3),
                  "{\"state\":\"RUNNING\"}",
                  "the source is gone"));
      assertThat(database.audit().list("shop", 5))
          .contains(
              new Audit.Entry(
                  6,
                  at(1795000000300L),
                  "ada",
                  "offsets.reset",
                  "shop",
                  "{\"{}\":\"{}\"}",
                  "{}",
                  "start over"));
    }
  }

  @Test
  void the_audit_log_is_one_chain_from_its_first_entry_and_goes_on() {
    try (StateDatabase database = StateDatabase.open(folder, clock)) {
      AuditVerdict before = database.audit().verify(null);
      assertThat(before.intact()).isTrue();
      int entries = Math.min(version, 2);
      assertThat(before.entries()).isEqualTo(entries);
      assertThat(before.head()).isEqualTo(version == 1 ? FIRST_SEAL : SECOND_SEAL);

      database.audit().add("carla", AuditAction.OFFSETS_RESET, "shop", "", "", "");
      AuditVerdict after = database.audit().verify(before.head());
      assertThat(after.intact()).isTrue();
      assertThat(after.entries()).isEqualTo(entries + 1);
    }
  }

  @Test
  void a_pipeline_goes_on() {
    try (StateDatabase database = StateDatabase.open(folder, clock)) {
      Checkpoints checkpoints = database.checkpoints();
      checkpoints.commit("shop", 9);
      checkpoints.prepare("shop", new EpochRecord(10, Map.of(), Map.of(), 1));

      assertThat(checkpoints.sourceOffsetsAt("shop", 10))
          .isEqualTo(Map.of("{\"server\":\"shop\"}", "{\"lsn\":300}"));
    }
  }

  @Test
  void the_newest_golden_file_has_the_schema_that_this_version_makes() throws Exception {
    Path fresh = folder.resolve("fresh");
    StateDatabase.open(fresh, clock).close();
    Path golden = folder.resolve("golden.db");
    load(NEWEST, golden);

    assertThat(schemaOf(golden)).isEqualTo(schemaOf(fresh.resolve("state.db")));
  }

  @Test
  void the_newest_golden_file_leaves_no_column_empty() throws Exception {
    Path golden = folder.resolve("golden.db");
    load(NEWEST, golden);

    List<String> empty = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + golden);
        Statement statement = connection.createStatement()) {
      List<String> columns = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery(
              "select m.name, c.name from sqlite_master m, pragma_table_info(m.name) c"
                  + " where m.type = 'table' and m.name not like 'sqlite_%'")) {
        while (row.next()) {
          columns.add(row.getString(1) + "." + row.getString(2));
        }
      }
      assertThat(columns).hasSizeGreaterThan(50);
      for (String column : columns) {
        String table = column.substring(0, column.indexOf('.'));
        try (ResultSet row = statement.executeQuery("select count(" + column + ") from " + table)) {
          if (row.getInt(1) == 0) {
            empty.add(column);
          }
        }
      }
    }
    assertThat(empty).isEmpty();
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  private static void load(String golden, Path file) throws SQLException, IOException {
    try (InputStream in = GoldenStateTest.class.getResourceAsStream("/golden/" + golden);
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(new String(in.readAllBytes(), UTF_8));
    }
  }

  private static List<String> schemaOf(Path file) throws SQLException {
    List<String> schema = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String pragma : List.of("application_id", "user_version")) {
        try (ResultSet row = statement.executeQuery("pragma " + pragma)) {
          schema.add(pragma + "=" + row.getInt(1));
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              "select sql from sqlite_master where sql is not null order by 1")) {
        while (row.next()) {
          schema.add(row.getString(1).replaceAll("\\s+", " "));
        }
      }
    }
    return schema;
  }
}
