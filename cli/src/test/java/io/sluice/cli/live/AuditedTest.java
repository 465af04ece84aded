package io.sluice.cli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.sluice.cli.FullAudit;
import io.sluice.project.ProjectException;
import io.sluice.project.query.RowDeletion;
import io.sluice.project.query.SinkDatabase;
import io.sluice.state.StateDatabase;
import io.sluice.state.history.Audit;
import io.sluice.state.history.UnnotedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to a target in SQLite and to a source that is none. */
class AuditedTest {
  @TempDir private Path folder;
  private StateDatabase state;
  private Audited audited;
  private SinkDatabase target;

  @BeforeEach
  void open() throws SQLException {
    state = StateDatabase.open(folder.resolve(".sluice"), Clock.systemUTC());
    audited = new Audited(state.audit(), "carol", "shop");
    String url = "jdbc:sqlite:" + folder.resolve("target.db");
    target = SinkDatabase.of(Map.of("url", url), getClass().getClassLoader()).orElseThrow();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("create table people (name text primary key)");
      statement.execute("insert into people values ('ada'), ('bert'), ('carla')");
    }
  }

  @AfterEach
  void close() {
    state.close();
  }

  private static RowDeletion rows(String table) {
    return new RowDeletion(
        table,
        List.of("name"),
        List.of(RowDeletion.Kind.WORDS),
        List.of(List.of("ada"), List.of("bert"), List.of("gone")));
  }

  private int people() throws SQLException {
    try (Connection connection = DriverManager.getConnection(target.url());
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("select count(*) from people")) {
      return count.getInt(1);
    }
  }

  @Test
  void rows_that_are_deleted_are_in_the_audit_without_their_values() throws SQLException {
    assertThat(audited.delete("table", target, rows("\"people\""))).isEqualTo(2);

    assertThat(people()).isEqualTo(1);
    List<Audit.Entry> entries = state.audit().list("shop", 10);
    assertThat(entries)
        .extracting(Audit.Entry::who, Audit.Entry::action, Audit.Entry::after)
        .containsExactly(
            tuple("carol", "rows.delete", "{\"deleted\":2}"),
            tuple("carol", "rows.delete", "{\"begun\":true}"));
    assertThat(entries.get(0).before())
        .isEqualTo("{\"keys\":3,\"sink\":\"table\",\"table\":\"\\\"people\\\"\"}");
    assertThat(entries.toString()).doesNotContain("ada", "bert");
  }

  @Test
  void a_deletion_that_fails_is_noted_as_such() throws SQLException {
    assertThatThrownBy(() -> audited.delete("table", target, rows("\"nobody\"")))
        .isInstanceOf(SQLException.class);

    assertThat(people()).isEqualTo(3);
    assertThat(state.audit().list("shop", 10))
        .extracting(Audit.Entry::action)
        .containsExactly("rows.delete.failed", "rows.delete");
  }

  @Test
  void no_row_is_deleted_that_cannot_be_noted() throws SQLException {
    FullAudit.after(0, state);

    assertThatThrownBy(() -> audited.delete("table", target, rows("\"people\"")))
        .isInstanceOf(UnnotedException.class)
        .hasMessageContaining("not done");

    assertThat(people()).isEqualTo(3);
  }

  @Test
  void a_signal_is_noted_before_anybody_is_asked() {
    assertThatThrownBy(() -> audited.signal("7", "log", "{\"message\":\"hello\"}"))
        .isInstanceOf(ProjectException.class);

    assertThat(state.audit().list("shop", 10))
        .extracting(Audit.Entry::action, Audit.Entry::after)
        .containsExactly(
            tuple("pipeline.signal.failed", ""),
            tuple(
                "pipeline.signal",
                "{\"data\":{\"message\":\"hello\"},\"signal\":\"7\",\"type\":\"log\"}"));
    FullAudit.after(0, state);
    assertThatThrownBy(() -> audited.signal("8", "log", "{}")).isInstanceOf(UnnotedException.class);
  }
}
