package io.sluice.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Invocation;
import io.sluice.state.StateDatabase;
import io.sluice.state.history.AuditAction;
import io.sluice.state.lease.LeaseTerms;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.testkit.HandClock;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandsTest {
  @TempDir private Path folder;

  private void entries() {
    try (StateDatabase state = StateDatabase.open(folder.resolve(".sluice"), new HandClock())) {
      add(state);
    }
  }

  private static void add(StateDatabase state) {
    state.audit().add("ada", AuditAction.OFFSETS_RESET, "shop", "{\"a\":1}", "{}", "start over");
    state
        .audit()
        .add("bert", AuditAction.DEAD_LETTERS_PURGE, "shop", "", "{\"purged\":3}", "too old");
    state.audit().add("ada", AuditAction.OFFSETS_RESET, "other", "", "", "again");
  }

  @Test
  void entries_are_listed_newest_first_by_what_is_asked_for_and_in_pages() {
    entries();

    Invocation all = Invocation.in(folder, "audit", "ls");
    assertThat(all.code()).as(all.err()).isZero();
    assertThat(all.out()).contains("start over", "too old", "again");
    assertThat(all.out().indexOf("again")).isLessThan(all.out().indexOf("start over"));

    Invocation json =
        Invocation.in(
            folder,
            "audit",
            "ls",
            "--who",
            "ada",
            "--action",
            "offsets",
            "--limit",
            "1",
            "-o",
            "json");
    assertThat(json.json().at("/entries/0/pipeline").asText()).isEqualTo("other");
    assertThat(json.json().at("/entries").size()).isOne();
    String last = json.json().at("/entries/0/id").asText();
    Invocation next =
        Invocation.in(folder, "audit", "ls", "--who", "ada", "--before", last, "-o", "json");
    assertThat(next.json().at("/entries/0/before").asText()).isEqualTo("{\"a\":1}");
    assertThat(next.json().at("/entries").size()).isOne();
    assertThat(Invocation.in(folder, "audit", "ls", "--from", "2999-01-01T00:00:00Z").out())
        .contains("No entries");
    assertThat(Invocation.in(folder, "audit", "ls", "--to", "yesterday").code()).isEqualTo(2);
  }

  @Test
  void a_log_that_is_whole_says_so_and_its_head_is_found_again_later() {
    entries();
    Invocation first = Invocation.in(folder, "audit", "verify", "-o", "json");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.json().at("/entries").asInt()).isEqualTo(3);
    String head = first.json().at("/head").asText();

    entries();
    Invocation later = Invocation.in(folder, "audit", "verify", "--head", head);
    assertThat(later.code()).as(later.err()).isZero();
    assertThat(later.out()).contains("6 entries", "nothing was changed");

    Invocation foreign = Invocation.in(folder, "audit", "verify", "--head", "f".repeat(64));
    assertThat(foreign.code()).isOne();
    assertThat(foreign.err()).contains("the head is in none of the 6 entries");
    assertThat(Invocation.in(folder, "audit", "verify", "--head", "abc").code()).isEqualTo(2);
  }

  @Test
  void an_entry_that_somebody_has_changed_is_named() throws Exception {
    entries();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".sluice/state.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("drop trigger audit_is_never_changed");
      statement.execute("update audit set who = 'eve' where id = 2");
    }

    Invocation verify = Invocation.in(folder, "audit", "verify");

    assertThat(verify.code()).isOne();
    assertThat(verify.err()).contains("entry 2", "it does not say what was sealed");
    Invocation json = Invocation.in(folder, "audit", "verify", "-o", "json");
    assertThat(json.json().at("/intact").asBoolean(true)).isFalse();
    assertThat(json.json().at("/flaw/id").asInt()).isEqualTo(2);
  }

  @Test
  void a_folder_without_a_state_is_told_and_stays_without() {
    Invocation verify = Invocation.in(folder, "audit", "verify");

    assertThat(verify.code()).isEqualTo(5);
    assertThat(folder.resolve(".sluice")).doesNotExist();
  }

  @Test
  void the_log_is_where_the_state_is() throws IOException {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
      try (StateDatabase state =
          StateDatabase.open(
              new PostgresAddress(database.jdbcUrl(), null, null),
              LeaseTerms.STANDARD,
              new HandClock())) {
        add(state);
      }
      Files.writeString(folder.resolve("sluice.yaml"), "state: {url: '${env:STATE}'}\n");
      Map<String, String> environment = Map.of("STATE", database.jdbcUrl());

      Invocation verify = Invocation.in(folder, environment, "audit", "verify");
      assertThat(verify.code()).as(verify.err()).isZero();
      assertThat(verify.out()).contains("3 entries");

      assertThat(
              Invocation.in(folder, Map.of("SLUICE_STATE_URL", database.jdbcUrl()), "audit", "ls")
                  .out())
          .contains("start over");
      Invocation option = Invocation.in(folder, "audit", "ls", "--state-url", database.jdbcUrl());
      assertThat(option.out()).contains("start over");
      assertThat(Invocation.in(folder, environment, "audit", "ls", "--state", "x").code())
          .isEqualTo(5);
    }
  }
}
