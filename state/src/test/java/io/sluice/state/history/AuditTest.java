package io.sluice.state.history;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.state.FixedClock;
import io.sluice.state.StateDatabase;
import io.sluice.state.Where;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.StateException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Where.class)
class AuditTest {
  @TempDir Path folder;
  private final FixedClock clock = new FixedClock();
  private final Where where;
  private Where.Place place;
  private StateDatabase database;

  AuditTest(Where where) {
    this.where = where;
  }

  @BeforeEach
  void begin() {
    place = where.in(folder);
    open();
  }

  private void open() {
    database = place.open(clock);
  }

  @AfterEach
  void end() {
    close();
    place.close();
  }

  private void close() {
    database.close();
  }

  @Test
  void entries_are_listed_newest_first_of_one_pipeline_or_of_all() {
    Audit audit = database.audit();
    audit.add("ada", "offsets.reset", "shop", "{}", "{}", "because");
    audit.add("bert", "dead_letters.purge", "other", "", "", "");

    assertThat(audit.list("", 10)).extracting(Audit.Entry::who).containsExactly("bert", "ada");
    assertThat(audit.list("shop", 10)).extracting(Audit.Entry::reason).containsExactly("because");
  }

  @Test
  void entries_are_found_by_who_action_pipeline_and_time_and_come_in_pages() {
    Audit audit = database.audit();
    for (int i = 0; i < 10; i++) {
      audit.add(
          i % 2 == 0 ? "ada" : "bert",
          i % 3 == 0 ? "offsets.reset" : "offsetsx.other",
          i < 5 ? "shop" : "other",
          "",
          "",
          "" + i);
      clock.forward(1_000);
    }
    Instant begin = clock.instant().minusSeconds(10);

    assertThat(reasons(AuditFilter.ALL)).containsExactly("9876543210".split(""));
    assertThat(reasons(new AuditFilter("ada", "", "shop", null, null)))
        .containsExactly("4", "2", "0");
    assertThat(reasons(new AuditFilter("", "offsets.reset", "", null, null)))
        .containsExactly("9", "6", "3", "0");
    assertThat(reasons(new AuditFilter("", "offsets", "", null, null)))
        .containsExactly("9", "6", "3", "0");
    assertThat(reasons(new AuditFilter("", "%", "", null, null))).isEmpty();
    assertThat(reasons(new AuditFilter("", "", "", begin.plusSeconds(3), begin.plusSeconds(5))))
        .containsExactly("4", "3");

    List<Audit.Entry> first = audit.list(AuditFilter.ALL, Long.MAX_VALUE, 4);
    List<Audit.Entry> second = audit.list(AuditFilter.ALL, first.get(3).id(), 4);
    assertThat(second).extracting(Audit.Entry::reason).containsExactly("5", "4", "3", "2");
  }

  private List<String> reasons(AuditFilter filter) {
    return database.audit().list(filter, Long.MAX_VALUE, 100).stream()
        .map(Audit.Entry::reason)
        .toList();
  }

  @Test
  void writers_at_once_on_several_connections_make_one_chain() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try (StateDatabase second = place.open(clock)) {
      List<Future<?>> writing = new ArrayList<>();
      for (int t = 0; t < 6; t++) {
        Audit audit = (t % 2 == 0 ? database : second).audit();
        writing.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 25; i++) {
                    audit.add("ada", "a.b", "shop", "", "", "caf\u00e9 \u0000 \ud83d\ude00");
                    assertThat(audit.verify(null).intact()).isTrue();
                  }
                }));
      }
      for (Future<?> one : writing) {
        one.get();
      }
      AuditVerdict verdict = database.audit().verify(null);
      assertThat(verdict.intact()).isTrue();
      assertThat(verdict.entries()).isEqualTo(150);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_change_whose_entry_cannot_be_added_is_not_made_and_leaves_the_chain_whole() {
    database.audit().add("ada", "a.b", "", "", "", "");
    assertThatThrownBy(
            () ->
                database.write(
                    Durability.NOW,
                    connection -> {
                      Audit.insert(connection, clock.instant(), "ada", "a.b", "", "", "", "");
                      throw new IllegalStateException("planned");
                    }))
        .hasMessage("planned");
    database.audit().add("ada", "a.b", "", "", "", "");

    AuditVerdict verdict = database.audit().verify(null);
    assertThat(verdict.intact()).isTrue();
    assertThat(verdict.entries()).isEqualTo(2);
  }

  /** What somebody could do who has the database and no scruples, and where it shows. */
  enum Tampering {
    ENTRY_CHANGED("update audit set reason = 'another' where reason = '2'", 3, "was changed"),
    MOMENT_CHANGED("update audit set at = at + 1 where reason = '2'", 3, "was changed"),
    SEAL_CHANGED("update audit_seal set hash = 'x' where id = ID3", 3, "was changed"),
    ENTRY_REMOVED(
        "delete from audit_seal where id = ID3; delete from audit where id = ID3",
        4,
        "entries are missing there"),
    ENTRY_ADDED(
        "insert into audit (at, who, action, pipeline, before, after, reason)"
            + " values (0, 'eve', 'a.b', '', '', '', '')",
        6,
        "no seal"),
    LAST_REMOVED(
        "delete from audit_seal where id = ID5; delete from audit where id = ID5",
        4,
        "entries behind it are missing"),
    ALL_REMOVED("delete from audit_seal; delete from audit", 0, "entries behind it are missing");

    final String sql;
    final int shownAt;
    final String says;

    Tampering(String sql, int shownAt, String says) {
      this.sql = sql;
      this.shownAt = shownAt;
      this.says = says;
    }
  }

  @ParameterizedTest
  @EnumSource(Tampering.class)
  void the_first_entry_that_does_not_fit_is_told(Tampering tampering) {
    List<Long> ids = five();
    tamper(tampering.sql.replace("ID3", ids.get(2) + "").replace("ID5", ids.get(4) + ""));

    AuditVerdict verdict = database.audit().verify(null);

    assertThat(verdict.intact()).isFalse();
    AuditVerdict.Flaw flaw = requireNonNull(verdict.flaw());
    assertThat(flaw.what()).contains(tampering.says);
    long at = tampering.shownAt;
    assertThat(flaw.id()).isEqualTo(at == 0 ? 0 : at > 5 ? ids.get(4) + 1 : ids.get((int) at - 1));
  }

  @Test
  void
      a_head_that_was_written_down_tells_that_newest_entries_are_gone_with_all_that_knew_of_them() {
    List<Long> ids = five();
    String head = database.audit().verify(null).head();
    tamper(
        "delete from audit_seal where id = ID; delete from audit where id = ID;"
                .replace("ID", ids.get(4) + "")
            + "update audit_head set entries = 4, hash ="
            + " (select hash from audit_seal where id = "
            + ids.get(3)
            + ")");

    assertThat(database.audit().verify(null).intact()).isTrue();
    AuditVerdict verdict = database.audit().verify(head);
    assertThat(verdict.intact()).isFalse();
    assertThat(verdict.flaw()).isNull();
    assertThat(verdict.sawExpected()).isFalse();
    assertThat(database.audit().verify(verdict.head()).intact()).isTrue();
    assertThat(database.audit().verify(AuditChain.BEGINNING).intact()).isTrue();
  }

  private List<Long> five() {
    for (int i = 0; i < 5; i++) {
      database.audit().add("ada", "a.b", "shop", "", "", "" + i);
    }
    List<Long> ids = new ArrayList<>();
    database.audit().list("", 5).forEach(entry -> ids.add(0, entry.id()));
    return ids;
  }

  private void tamper(String sql) {
    for (String table : List.of("audit", "audit_seal")) {
      if (where == Where.FOLDER) {
        execute("drop trigger " + table + "_is_never_changed");
        execute("drop trigger " + table + "_is_never_deleted");
      } else {
        execute("drop trigger " + table + "_is_kept on " + table);
      }
    }
    for (String one : sql.split(";")) {
      execute(one);
    }
  }

  @Test
  void the_database_refuses_to_change_or_delete_an_entry() {
    database.audit().add("ada", "offsets.reset", "shop", "", "", "");

    for (String sql :
        List.of(
            "update audit set who = 'eve'",
            "delete from audit",
            "update audit_seal set hash = 'x'",
            "delete from audit_seal")) {
      assertThatThrownBy(() -> execute(sql)).isInstanceOf(StateException.class);
    }
    assertThat(database.audit().list("", 10)).extracting(Audit.Entry::who).containsExactly("ada");
  }

  private void execute(String sql) {
    database.write(
        Durability.NOW,
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }

  @Test
  void a_reason_is_kept_up_to_its_bound_and_the_chain_stays_whole() {
    Audit audit = database.audit();
    String tooLong = "x".repeat(Audit.LONGEST_REASON - 2) + "\uD83D\uDE00".repeat(1_000);
    audit.add("ada", "pipeline.stop", "shop", "", "", tooLong);

    assertThat(audit.list("", 1).get(0).reason()).hasSize(Audit.LONGEST_REASON - 1).endsWith("x…");
    assertThat(audit.verify(null).intact()).isTrue();
  }

  @Test
  void what_fails_behind_its_entry_is_told_by_another_one() {
    Audit audit = database.audit();
    AuditedChange change =
        new AuditedChange("ada", AuditAction.FILE_WRITE, "shop", "a", "b", "because");

    assertThatThrownBy(
            () ->
                change.in(
                    audit,
                    () -> {
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    assertThat(audit.list("", 10))
        .extracting(Audit.Entry::action)
        .containsExactly("file.write.failed", "file.write");
  }

  @Test
  void what_cannot_be_noted_is_not_done() {
    Audit audit = database.audit();
    List<String> done = new ArrayList<>();
    close();

    assertThatThrownBy(
            () ->
                new AuditedChange("ada", AuditAction.FILE_WRITE, "shop", "", "", "")
                    .in(audit, () -> done.add("written")))
        .isInstanceOf(RuntimeException.class);

    assertThat(done).isEmpty();
  }
}
