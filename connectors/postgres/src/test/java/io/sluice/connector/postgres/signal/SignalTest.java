package io.sluice.connector.postgres.signal;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.SourceTaskHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A running task is told what to do. */
class SignalTest extends SignalCase {

  @Test
  void a_row_in_the_signal_table_has_tables_read_and_makes_no_event_of_its_own() {
    try (SourceTaskHarness source = start("table.include.list", "public.t,public.u")) {
      signal("execute-snapshot", "{\"data-collections\": [\"public.[tu]\"]}");

      List<SourceRecord> records = TestSource.poll(source, 102);
      assertThat(records).hasSize(102).allSatisfy(r -> assertThat(TestSource.op(r)).isEqualTo("r"));
      assertThat(records.get(0).topic()).isEqualTo("srv.public.t");
      assertThat(records.get(101).topic()).isEqualTo("srv.public.u");
    }
  }

  @Test
  void a_publication_for_the_captured_tables_has_the_signal_table_too() {
    try (SourceTaskHarness source =
        start("table.include.list", "public.u", "publication.autocreate.mode", "filtered")) {
      signal("execute-snapshot", "{\"data-collections\": [\"public.u\"]}");

      assertThat(TestSource.poll(source, 2)).hasSize(2);
    }
  }

  @Test
  void only_rows_that_meet_the_condition_are_read() {
    try (SourceTaskHarness source = start()) {
      signal(
          "execute-snapshot",
          "{\"data-collections\": [\"public.t\", \"public.u\"], \"type\": \"INCREMENTAL\","
              + " \"additional-conditions\": [{\"data-collection\": \"public.t\", \"filter\": \"n ="
              + " 3 OR id = 1\"}]}");

      assertThat(captured(source, 13))
          .filteredOn(r -> r.topic().endsWith(".t"))
          .extracting(r -> after(r).getInt32("id"))
          .containsExactly(1, 3, 13, 23, 33, 43, 53, 63, 73, 83, 93);
    }
  }

  @Test
  void a_condition_by_its_older_name_holds_for_all_tables() {
    try (SourceTaskHarness source = start()) {
      signal(
          "execute-snapshot",
          "{\"data-collections\": [\"public.[tu]\"], \"additional-condition\": \"id < 3\"}");

      assertThat(captured(source, 4))
          .extracting(r -> after(r).getInt32("id"))
          .containsExactly(1, 2, 1, 2);
    }
  }

  @Test
  void a_field_that_means_nothing_is_named() {
    try (SourceTaskHarness source = start()) {
      signal(
          "execute-snapshot",
          "{\"data-collections\": [\"public.u\"], \"additional-filters\": \"id < 3\"}");

      captured(source, 2);
      assertThat(warnings())
          .anySatisfy(w -> assertThat(w).contains("[additional-filters] in its data mean nothing"));
    }
  }

  @Test
  void what_is_refused_is_not_said_to_be_read() {
    try (SourceTaskHarness source = start()) {
      signal(
          "execute-snapshot",
          "{\"data-collections\": [\"public.t\"], \"additional-condition\": \"nothing = 1\"}");
      signal("execute-snapshot", "{\"data-collections\": [\"public.u\"]}");

      captured(source, 2);
      Awaitility.await().until(() -> said("Read beside the stream: public.u, 2 rows"));
      assertThat(said("Read beside the stream: public.t")).isFalse();
      assertThat(said("column \"nothing\" does not exist")).isTrue();
    }
  }

  @Test
  void a_surrogate_key_decides_the_order_and_need_not_be_unique() {
    database.sql("ALTER TABLE t ALTER n SET NOT NULL", "ALTER TABLE nokey ALTER id SET NOT NULL");
    try (SourceTaskHarness source = start("incremental.snapshot.chunk.size", "7")) {
      signal(
          "execute-snapshot",
          "{\"data-collections\": [\"public.t\"], \"surrogate-key\": \"\\\"n\\\"\"}");

      assertThat(captured(source, 100))
          .extracting(r -> after(r).getInt32("n"))
          .isSorted()
          .hasSize(100);
    }
  }

  @Test
  void a_blocking_snapshot_reads_tables_without_key_too() {
    try (SourceTaskHarness source = start()) {
      signal(
          "execute-snapshot",
          "{\"type\": \"blocking\", \"data-collections\": [\"public.nokey\", \"public.u\"]}");

      assertThat(captured(source, 5))
          .extracting(SourceRecord::topic)
          .containsExactly(
              "srv.public.nokey",
              "srv.public.nokey",
              "srv.public.nokey",
              "srv.public.u",
              "srv.public.u");
    }
  }

  @Test
  void reading_pauses_goes_on_and_stops() {
    database.sql("INSERT INTO t SELECT i, 0 FROM generate_series(101, 200000) i");
    try (SourceTaskHarness source = start("incremental.snapshot.chunk.size", "100")) {
      signal("execute-snapshot", "{\"data-collections\": [\"public.t\", \"public.u\"]}");
      captured(source, 1000);
      signal("pause-snapshot", "{}");
      List<SourceRecord> before = untilQuiet(source);
      assertThat(before.size()).isLessThan(190_000);
      signal("resume-snapshot", null);
      captured(source, 1000);
      signal("stop-snapshot", "{\"data-collections\": [\"public.t\"]}");

      List<SourceRecord> rest = untilQuiet(source);
      assertThat(rest.stream().filter(r -> r.topic().endsWith(".u"))).hasSize(2);
      assertThat(rest.size()).isLessThan(190_000);
    }
  }

  @Test
  void a_pause_outlives_a_restart() {
    InMemoryOffsets offsets = new InMemoryOffsets();
    database.sql("INSERT INTO t SELECT i, 0 FROM generate_series(101, 200000) i");
    try (SourceTaskHarness source = start(offsets, "incremental.snapshot.chunk.size", "100")) {
      signal("execute-snapshot", "{\"data-collections\": [\"public.t\"]}");
      captured(source, 1000);
      signal("pause-snapshot", "{}");
      source.commit(
          source.pollUntil(
              r -> String.valueOf(r.sourceOffset().get("sluice_incremental")).contains("true")));
    }
    try (SourceTaskHarness source = start(offsets, "incremental.snapshot.chunk.size", "100")) {
      database.sql("INSERT INTO u VALUES (3)");
      assertThat(captured(source, 1))
          .extracting(SourceRecord::topic)
          .containsExactly("srv.public.u");
      signal("resume-snapshot", "{}");

      assertThat(after(captured(source, 1).get(0)).getInt32("id")).isGreaterThan(900);
    }
  }

  @Test
  void the_server_forgets_nothing_behind_a_signal_until_it_is_durable_that_it_was_taken() {
    try (SourceTaskHarness source = start("table.include.list", "public.u")) {
      signal("execute-snapshot", "{\"data-collections\": [\"public.u\"]}");
      long signal = logAt("pg_current_wal_lsn()");
      List<SourceRecord> records = new ArrayList<>(source.pollUntil(TestSource::isMark));
      database.sql("INSERT INTO u VALUES (3)");
      records.addAll(source.pollUntil(r -> !TestSource.isMark(r) && after(r).getInt32("id") == 3));
      records.addAll(source.pollFor(Duration.ofMillis(500))); // for a source that is too quick
      assertThat(confirmed()).isLessThan(signal);

      source.commit(records);
      Awaitility.await().until(() -> confirmed() >= signal);
    }
  }

  @Test
  void a_signal_is_obeyed_after_a_restart_anywhere_in_the_transaction_that_brought_it() {
    InMemoryOffsets offsets = new InMemoryOffsets();
    for (int taken = 1; taken <= 5; taken++) { // BEGIN, row, signal, row, END
      try (SourceTaskHarness source = start(offsets, "provide.transaction.metadata", "true")) {
        int id = 10 * taken;
        database.sql(
            "BEGIN; INSERT INTO u VALUES ("
                + id
                + "); INSERT INTO debezium_signal VALUES ('"
                + taken
                + "', 'execute-snapshot', '{\"data-collections\": [\"public.u\"]}'); INSERT INTO u"
                + " VALUES ("
                + (id + 1)
                + "); COMMIT");
        List<SourceRecord> all = source.pollUntil(r -> isRead(r, id + 1));
        source.commit(all.subList(0, taken));
        source.pollFor(Duration.ofMillis(400)); // for a source that confirms too much
      }
      try (SourceTaskHarness source = start(offsets, "provide.transaction.metadata", "true")) {
        int id = 10 * taken;
        source.commit(TestSource.pollToTheEnd(source, r -> isRead(r, id + 1)));
      }
    }
  }

  private static boolean isRead(SourceRecord row, int id) {
    return row.topic().equals("srv.public.u")
        && TestSource.op(row).equals("r")
        && after(row).getInt32("id") == id;
  }

  @Test
  void a_signal_that_was_taken_is_obeyed_after_a_restart() {
    InMemoryOffsets offsets = new InMemoryOffsets();
    try (SourceTaskHarness source = start(offsets)) {
      signal("execute-snapshot", "{\"data-collections\": [\"public.u\"]}");
      source.commit(markOnly(source));
    }
    try (SourceTaskHarness source = start(offsets)) {
      assertThat(captured(source, 2)).extracting(TestSource::op).containsExactly("r", "r");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "execute-snapshot|{}|data-collections",
        "execute-snapshot|{\"data-collections\": \"public.t\"}|to be a list",
        "execute-snapshot|{\"data-collections\": [\"(\"]}|no regular expression",
        "execute-snapshot|{\"data-collections\": [\"public.nobody\"]}|no captured table",
        "execute-snapshot|{\"data-collections\": [\"public.nokey\"]}|is not read",
        "execute-snapshot|{\"data-collections\": [\"public.t\"], \"type\": \"other\"}|incremental"
            + " or blocking",
        "execute-snapshot|{\"data-collections\": [\"public.t\"], \"surrogate-key\": \"none\"}|is"
            + " not read",
        "execute-snapshot|{\"data-collections\": [\"public.t\"], \"additional-conditions\":"
            + " [{\"data-collection\": \"public.t\", \"filter\": \"nothing = 1\"}]}|is not read",
        "execute-snapshot|{\"data-collections\": [\"public.t\"], \"additional-conditions\":"
            + " [{\"data-collection\": \"public.t\", \"filter\": \"true) OR (true\"}]}|parenthesis",
        "execute-snapshot|{\"data-collections\": [\"public.t\"], \"additional-conditions\":"
            + " [{\"data-collection\": \"public.t\", \"filter\": \"id = now()\"}]}|is not read",
        "execute-snapshot|{|not JSON",
        "execute-snapshot|[]|to be a JSON object",
        "stop-snapshot|{}|nothing to stop",
        "pause-snapshot|{}|nothing to pause",
        "log|{}|message",
        "dance|{}|expected one of",
      })
  void a_signal_that_cannot_be_executed_is_logged_and_harms_nothing(
      String type, String data, String warning) {
    try (SourceTaskHarness source = start()) {
      signal(type, data);
      database.sql("INSERT INTO u VALUES (10)");

      assertThat(captured(source, 1))
          .extracting(SourceRecord::topic)
          .containsExactly("srv.public.u");
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(warnings()).anySatisfy(w -> assertThat(w).contains(warning)));
      database.sql("INSERT INTO u VALUES (11)");
      assertThat(captured(source, 1))
          .extracting(SourceRecord::topic)
          .containsExactly("srv.public.u");
    }
  }

  @Test
  void a_name_that_was_made_an_expression_is_told_as_a_name() {
    try (SourceTaskHarness source = start()) {
      signal("execute-snapshot", "{\"data-collections\": [\"\\\\Qpublic.nobody\\\\E\"]}");
      database.sql("INSERT INTO u VALUES (10)");

      assertThat(captured(source, 1)).hasSize(1);
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(warnings())
                      .anySatisfy(w -> assertThat(w).contains("is called 'public.nobody'")));
    }
  }

  @Test
  void a_table_read_in_one_go_that_breaks_off_twice_is_given_up_and_the_next_is_read() {
    database.sql(
        "INSERT INTO t SELECT i, 0 FROM generate_series(101, 3000) i",
        "CREATE FUNCTION full_disk(int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN"
            + " IF $1 = 2500 THEN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END IF;"
            + " RETURN true; END $$");
    try (SourceTaskHarness source = start("table.include.list", "public.t,public.u")) {
      signal(
          "execute-snapshot",
          "{\"data-collections\": [\"public.t\"], \"type\": \"blocking\","
              + " \"additional-conditions\": [{\"data-collection\": \"public.t\", \"filter\":"
              + " \"full_disk(id)\"}]}");
      signal("execute-snapshot", "{\"data-collections\": [\"public.u\"]}");

      List<SourceRecord> records = source.pollUntil(r -> r.topic().endsWith(".u"));
      assertThat(records.stream().filter(r -> r.topic().endsWith(".t")).count())
          .isBetween(600L, 5000L);
      assertThat(warnings()).anySatisfy(w -> assertThat(w).contains("is not read"));
    }
  }

  @Test
  void a_signal_can_write_to_the_log() {
    try (SourceTaskHarness source = start()) {
      signal("log", "{\"message\": \"hello from {}\"}");

      captured(source, 0);
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(log.list)
                      .anySatisfy(
                          e -> assertThat(e.getFormattedMessage()).startsWith("hello from {")));
    }
  }
}
