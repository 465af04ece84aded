package io.sluice.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Engine;
import io.sluice.contract.event.SchemaEvent;
import io.sluice.contract.event.SchemaEvent.Kind;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.ReplayOutcome;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table is altered while it is copied, under each policy. */
class SchemaContractTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ADD = "alter table orders add column note text";
  private static final String RETYPE = "alter table orders alter column total type text";

  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();

  @AfterEach
  void close() {
    source.close();
  }

  /** Waits for the copy; what the run says of itself is the reason if it does not come. */
  private static void awaitRows(HeldOrders orders, PipelineRun run, long rows) {
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(orders.rows()).as(run.status().toString()).isEqualTo(rows));
  }

  private static RunStatus settled(PipelineRun run, long polled) {
    return Awaitility.await()
        .atMost(SOON)
        .until(run::status, now -> now.counts().polled() == polled && isCommitted(now));
  }

  private static boolean isCommitted(RunStatus now) {
    return now.counts().inFlight() == 0 && (now.state().ended() || Duration.ZERO.equals(now.lag()));
  }

  /** Through the first load, then the change, and two rows of the new form. */
  private void alter(HeldOrders orders, PipelineRun run, String ddl) {
    awaitRows(orders, run, 3);
    String noted = ddl.equals(ADD) ? ", 'n'" : "";
    source.sql(
        ddl,
        "insert into orders values (4, 40" + noted + ")",
        "insert into orders values (5, 50" + noted + ")");
  }

  private static List<Kind> kinds(List<SchemaEvent> events) {
    return events.stream().map(event -> event.ruling().kind()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"avro", "json", "protobuf"})
  void a_change_that_evolves_is_a_version_with_its_place_in_the_log(String format)
      throws Exception {
    HeldOrders orders = new HeldOrders(folder, source);
    try (Engine engine = new Engine(folder)) {
      PipelineRun run = engine.start(orders.file(Map.of("format", format)));
      alter(orders, run, ADD);
      RunStatus end = settled(run, 5);

      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(5, 5, 0, 0, 0));
      assertThat(orders.target.column("select note from orders order by id"))
          .containsExactly(null, null, null, "n", "n");
      assertThat(orders.versions(engine)).containsExactly(1, 2);
      List<SchemaEvent> events = orders.events(engine);
      assertThat(kinds(events)).containsExactly(Kind.REGISTERED, Kind.REGISTERED);
      assertThat(events.get(1).ruling().position().offset().orElseThrow()).contains("\"lsn\":");
    }
    try (Engine again = new Engine(folder)) {
      source.sql("insert into orders values (6, 60, 'n')");
      PipelineRun run = again.start(orders.file(Map.of("format", format)));
      awaitRows(orders, run, 6);
      run.stop(SOON);

      assertThat(orders.versions(again)).containsExactly(1, 2);
      assertThat(orders.events(again)).hasSize(2);
    }
  }

  @Test
  void a_change_that_is_frozen_reaches_the_sink_in_the_version_before() throws Exception {
    HeldOrders orders = new HeldOrders(folder, source);
    try (Engine engine = new Engine(folder)) {
      PipelineRun run = engine.start(orders.file(Map.of("on_change", "freeze")));
      alter(orders, run, ADD);
      RunStatus end = settled(run, 5);
      awaitRows(orders, run, 5);
      run.stop(SOON);

      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(5, 5, 0, 0, 0));
      assertThat(
              orders.target.column(
                  "select column_name from information_schema.columns where table_name = 'orders'"))
          .contains("id", "total")
          .doesNotContain("note");
      assertThat(orders.versions(engine)).containsExactly(1);
      SchemaEvent frozen = orders.events(engine).get(1);
      assertThat(frozen.ruling().kind()).isEqualTo(Kind.FROZEN);
      assertThat(frozen.records()).isEqualTo(2);
      assertThat(frozen.ruling().details())
          .contains("left out: before.note", "left out: after.note");
    }
    try (Engine again = new Engine(folder)) {
      source.sql("insert into orders values (6, 60, 'n')");
      PipelineRun run = again.start(orders.file(Map.of("on_change", "freeze")));
      awaitRows(orders, run, 6);
      run.stop(SOON);

      assertThat(orders.versions(again)).containsExactly(1);
      assertThat(orders.events(again)).hasSize(2);
      assertThat(orders.events(again).get(1).records()).isEqualTo(3);
    }
  }

  @Test
  void a_change_to_dead_letters_is_replayed_once_it_is_accepted() throws Exception {
    HeldOrders orders = new HeldOrders(folder, source);
    try (Engine engine = new Engine(folder)) {
      PipelineRun run = engine.start(orders.file(Map.of("on_change", "dead_letter")));
      alter(orders, run, ADD);
      RunStatus end = settled(run, 5);

      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(5, 3, 2, 0, 0));
      run.stop(SOON); // letters are kept with a checkpoint, which the count does not wait for
      assertThat(orders.rows()).isEqualTo(3);
      assertThat(HeldOrders.letters(engine))
          .hasSize(2)
          .allSatisfy(
              stored -> {
                DeadLetter letter = stored.letter();
                assertThat(letter.stage()).isEqualTo(DeadLetter.Stage.SCHEMA);
                assertThat(letter.component()).isEqualTo(orders.subject());
                assertThat(letter.errorMessage()).contains("the newest of which is 1");
                assertThat(letter.sourceOffset()).contains("\"lsn\":");
              });
      List<Long> ids = HeldOrders.letters(engine).stream().map(DeadLetters.Stored::id).toList();

      Path same = orders.file(Map.of("on_change", "dead_letter"));
      assertThat(engine.direct().replay(Engine.read(same), ids, "ada").failedAgain()).hasSize(2);
      Path accepted = orders.file(Map.of("on_change", "evolve"));
      ReplayOutcome outcome = engine.direct().replay(Engine.read(accepted), ids, "ada");

      assertThat(outcome.replayed()).hasSize(2);
      assertThat(orders.versions(engine)).containsExactly(1, 2);
      assertThat(orders.target.column("select note from orders where id > 3"))
          .containsExactly("n", "n");
    }
  }

  @Test
  void a_stop_keeps_the_record_in_the_source_until_somebody_decided() throws Exception {
    HeldOrders orders = new HeldOrders(folder, source);
    try (Engine engine = new Engine(folder)) {
      PipelineRun run = engine.start(orders.file(Map.of("on_change", "stop")));
      alter(orders, run, ADD);
      RunStatus end = run.awaitEnd(SOON);

      assertThat(end.state()).isEqualTo(RunState.FAILED);
      assertThat(String.valueOf(end.lastError()))
          .contains(orders.subject())
          .contains("on_change: stop")
          .contains("sluice schema events --schema");
      assertThat(orders.rows()).isEqualTo(3);
      assertThat(HeldOrders.letters(engine)).isEmpty();
      assertThat(kinds(orders.events(engine))).containsExactly(Kind.REGISTERED, Kind.STOPPED);
    }
    try (Engine again = new Engine(folder)) {
      PipelineRun run = again.start(orders.file(Map.of("on_change", "evolve")));
      awaitRows(orders, run, 5);
      run.stop(SOON);

      assertThat(orders.versions(again)).containsExactly(1, 2);
    }
  }

  @Test
  void an_incompatible_change_never_reaches_the_sink_unjudged() throws Exception {
    HeldOrders orders = new HeldOrders(folder, source);
    try (Engine engine = new Engine(folder)) {
      PipelineRun run = engine.start(orders.file(Map.of("compatibility", "FULL")));
      alter(orders, run, RETYPE);
      RunStatus end = run.awaitEnd(SOON);

      assertThat(end.state()).isEqualTo(RunState.FAILED);
      assertThat(String.valueOf(end.lastError())).contains("on_incompatible: stop");
      assertThat(orders.rows()).isEqualTo(3);
      assertThat(orders.versions(engine)).containsExactly(1);
    }
    Map<String, String> kept = Map.of("compatibility", "FULL", "on_incompatible", "dead_letter");
    try (Engine again = new Engine(folder)) {
      PipelineRun run = again.start(orders.file(kept));
      Awaitility.await().atMost(SOON).until(() -> HeldOrders.letters(again).size() == 2);
      source.sql("delete from orders where id = 1");
      source.sql("alter table orders alter column total type bigint using total::bigint");
      source.sql("insert into orders values (6, 60)");
      Awaitility.await()
          .atMost(SOON)
          .until(() -> orders.target.number("select count(*) from orders where id = 6") == 1);
      run.stop(SOON);

      assertThat(orders.versions(again)).containsExactly(1);
    }
  }

  @Test
  void two_pipelines_of_one_topic_share_its_subject() throws Exception {
    HeldOrders orders = new HeldOrders(folder, source);
    try (Engine engine = new Engine(folder)) {
      PipelineRun one = engine.start(orders.file("one", Map.of("on_change", "evolve")));
      PipelineRun other = engine.start(orders.file("other", Map.of("on_change", "evolve")));
      alter(orders, one, ADD);
      settled(one, 5);
      settled(other, 5);

      assertThat(orders.versions(engine)).containsExactly(1, 2);
      assertThat(orders.events(engine))
          .extracting(event -> event.ruling().pipeline())
          .containsOnly("one", "other")
          .hasSize(4);
    }
  }
}
