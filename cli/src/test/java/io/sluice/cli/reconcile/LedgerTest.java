package io.sluice.cli.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.compare.Difference;
import io.sluice.cli.compare.Pause;
import io.sluice.cli.compare.TableOutcome;
import io.sluice.cli.compare.TableProgress;
import io.sluice.cli.compare.form.Column;
import io.sluice.cli.compare.form.ComparedColumn;
import io.sluice.cli.compare.form.ComparedTable;
import io.sluice.cli.compare.form.Form;
import io.sluice.cli.compare.form.SqlType;
import io.sluice.cli.compare.side.Key;
import io.sluice.state.StateDatabase;
import io.sluice.state.lease.LeaseTerms;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private static final Ledger.Place COPY = new Ledger.Place("copy", List.of("source", "target"));
  private static final Key SEVEN = new Key("00112233445566aa", List.of("7", "a"));
  private static final Key EIGHT = new Key("00112233445566bb", List.of("8", "b"));

  private static final TableOutcome OUTCOME =
      new TableOutcome(
          3,
          2,
          List.of(new Difference(Difference.Kind.MISSING, SEVEN)),
          List.of(EIGHT),
          true,
          false);

  private static final TableProgress PROGRESS =
      new TableProgress("1500", 0, 1, 1500, 1499, List.of(SEVEN));

  @TempDir Path folder;

  private static ComparedTable table(String type) {
    Column column = new Column("id", SqlType.of(SqlType.Family.WHOLE, type), false);
    Form form = Form.between(column.type(), column.type()).orElseThrow();
    List<ComparedColumn> columns =
        List.of(new ComparedColumn("id", "id", form, column.type(), column.type()));
    return new ComparedTable(
        "public.orders", "\"public\".\"orders\"", "\"orders\"", "", columns, columns, true);
  }

  @Test
  void what_version_1_stored_is_still_read() throws Exception {
    StateDatabase.open(folder, CLOCK).close();
    Ledger.Place other = new Ledger.Place("other", COPY.databases());
    load(COPY, other);
    try (StateDatabase state = StateDatabase.open(folder, CLOCK)) {

      Ledger ledger = Ledger.left(state, "shop", Pause.MACHINE).orElseThrow();

      assertThat(ledger.outcome(COPY, table("bigint"))).contains(OUTCOME);
      assertThat(ledger.progress(COPY, table("bigint"))).isEmpty();
      assertThat(ledger.progress(other, table("bigint"))).contains(PROGRESS);
      ledger.end();
      assertThat(Ledger.left(state, "shop", Pause.MACHINE)).isEmpty();
    }
  }

  private void load(Ledger.Place first, Ledger.Place second) throws Exception {
    try (InputStream in =
            Objects.requireNonNull(getClass().getResourceAsStream("/golden/reconcile-v1.sql"));
        Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state.db"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          new String(in.readAllBytes(), UTF_8)
              .replaceFirst(":shape", Ledger.shape(first, table("bigint")))
              .replaceFirst(":shape", Ledger.shape(second, table("bigint"))));
    }
  }

  @Test
  void other_databases_or_columns_begin_anew() {
    try (StateDatabase state = StateDatabase.open(folder, CLOCK)) {
      Ledger.begun(state, "shop", Pause.MACHINE).finished(COPY, table("bigint"), OUTCOME);

      Ledger ledger = Ledger.left(state, "shop", Pause.MACHINE).orElseThrow();

      assertThat(ledger.outcome(COPY, table("bigint"))).contains(OUTCOME);
      assertThat(ledger.outcome(COPY, table("integer"))).isEmpty();
      Ledger.Place elsewhere = new Ledger.Place("copy", List.of("production", "target"));
      assertThat(ledger.outcome(elsewhere, table("bigint"))).isEmpty();
    }
  }

  @Test
  void a_state_on_postgres_keeps_it_as_well() {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        StateDatabase state =
            StateDatabase.open(
                new PostgresAddress(database.jdbcUrl(), null, null), LeaseTerms.STANDARD, CLOCK)) {
      Ledger ledger = Ledger.begun(state, "shop", Pause.MACHINE);
      ledger.reached(COPY, table("bigint"), PROGRESS);
      ledger.finished(COPY, table("bigint"), OUTCOME);

      Ledger left = Ledger.left(state, "shop", Pause.MACHINE).orElseThrow();

      assertThat(left.outcome(COPY, table("bigint"))).contains(OUTCOME);
      assertThat(left.progress(COPY, table("bigint"))).isEmpty();
    }
  }

  @Test
  void pipelines_of_like_names_keep_apart() {
    try (StateDatabase state = StateDatabase.open(folder, CLOCK)) {
      Ledger.begun(state, "a b", Pause.MACHINE).reached(COPY, table("bigint"), PROGRESS);

      Ledger.begun(state, "a_b", Pause.MACHINE);

      assertThat(Ledger.left(state, "a_b", Pause.MACHINE)).isEmpty();
      assertThat(
              Ledger.left(state, "a b", Pause.MACHINE)
                  .orElseThrow()
                  .progress(COPY, table("bigint")))
          .contains(PROGRESS);
    }
  }
}
