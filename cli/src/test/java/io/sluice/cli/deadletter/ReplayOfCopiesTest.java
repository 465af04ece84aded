package io.sluice.cli.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.sluice.cli.FullAudit;
import io.sluice.cli.Invocation;
import io.sluice.cli.run.RunSession;
import io.sluice.engine.run.RunOptions;
import io.sluice.project.Host;
import io.sluice.project.Layout;
import io.sluice.project.Project;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.ProjectPlugins;
import io.sluice.project.query.RowDeletion;
import io.sluice.state.StateDatabase;
import io.sluice.state.deadletter.DeadLetters.Status;
import io.sluice.state.history.Audit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A letter of which somebody has edited a copy, and the command that replays. */
class ReplayOfCopiesTest {
  @TempDir private Path folder;
  private long letter;
  private long copy;
  private String signature = "";

  @BeforeEach
  void setAside() throws IOException {
    Files.writeString(
        folder.resolve("lines.yaml"),
        """
        name: lines
        source:
          connector: org.apache.kafka.connect.file.FileStreamSourceConnector
          config: {file: "%1$s/lines.in", topic: lines}
        sinks:
          - name: printer
            connector: org.apache.kafka.connect.file.FileStreamSinkConnector
            config: {file: "%1$s/lines.out"}
        """
            .formatted(folder));
    try (StateDatabase state = state()) {
      letter = SetAside.letter(state, "lines", "wrong");
      copy = SetAside.copy(state, letter, "corrected");
      signature = state.deadLetters().find(letter).orElseThrow().signature();
    }
  }

  private StateDatabase state() {
    return StateDatabase.open(folder.resolve(".sluice"), Clock.systemUTC());
  }

  private Status status(long id) {
    try (StateDatabase state = state()) {
      return state.deadLetters().find(id).orElseThrow().status();
    }
  }

  @Test
  void an_open_copy_goes_in_place_of_its_letter_when_all_are_replayed() throws IOException {
    Invocation replay = Invocation.in(folder, "dlq", "replay", "lines.yaml", "--all");

    assertThat(replay.out()).as(replay.err()).contains("1 replayed, 0 failed again");
    assertThat(folder.resolve("lines.out")).hasContent("corrected\n");
    assertThat(status(letter)).isEqualTo(Status.REPLAYED);
    assertThat(status(copy)).isEqualTo(Status.REPLAYED);
  }

  @Test
  void and_when_those_of_its_kind_are() throws IOException {
    Invocation replay =
        Invocation.in(folder, "dlq", "replay", "lines.yaml", "--signature", signature);

    assertThat(replay.out()).as(replay.err()).contains("1 replayed, 0 failed again");
    assertThat(folder.resolve("lines.out")).hasContent("corrected\n");
  }

  @Test
  void a_letter_that_is_named_goes_itself() throws IOException {
    Invocation replay =
        Invocation.in(folder, "dlq", "replay", "lines.yaml", "--id", Long.toString(letter));

    assertThat(replay.out()).as(replay.err()).contains("1 replayed, 0 failed again");
    assertThat(folder.resolve("lines.out")).hasContent("wrong\n");
    assertThat(status(copy)).isEqualTo(Status.OPEN);
  }

  @Test
  void a_replay_is_in_the_audit_when_it_begins_and_when_it_has_ended() {
    Invocation.in(folder, "dlq", "replay", "lines.yaml", "--signature", signature);
    Invocation none = Invocation.in(folder, "dlq", "replay", "lines.yaml", "--all");

    assertThat(none.out()).contains("No such open letters");
    String meant = "{\"letters\":1,\"signature\":\"" + signature + "\"}";
    try (StateDatabase state = state()) {
      assertThat(state.audit().list("lines", 10))
          .filteredOn(entry -> entry.action().startsWith("dead_letters.replay"))
          .extracting(Audit.Entry::before, Audit.Entry::after)
          .containsExactly(
              tuple(meant, "{\"failed_again\":0,\"replayed\":1}"),
              tuple(meant, "{\"begun\":true}"));
    }
  }

  @Test
  void what_cannot_be_noted_is_not_replayed() {
    try (StateDatabase state = state()) {
      FullAudit.after(0, state);
    }

    Invocation replay = Invocation.in(folder, "dlq", "replay", "lines.yaml", "--all");

    assertThat(replay.code()).isNotZero();
    assertThat(replay.err()).contains("It was not done, since it cannot be noted");
    assertThat(folder.resolve("lines.out")).doesNotExist();
    assertThat(status(copy)).isEqualTo(Status.OPEN);
  }

  @Test
  void what_another_process_replays_in_a_run_is_in_the_audit_as_well() throws Exception {
    Files.writeString(folder.resolve("lines.in"), "first\n");
    Host host = new Host(Map.of(), folder, folder, Clock.systemUTC(), redaction -> {}, line -> {});
    Path file = folder.resolve("lines.yaml");
    Layout layout =
        new Layout(
            folder,
            folder.resolve(".sluice"),
            new ProjectPlugins(host, folder, folder.resolve(".sluice")),
            List.of());
    try (Project project = new Project(host, layout);
        ProjectPipeline pipeline = project.pipeline(file, Files.readAllBytes(file));
        RunSession run =
            RunSession.start(pipeline, RunOptions.UNTIL_STOPPED, UnaryOperator.identity())) {
      assertThat(run.status().state().ended()).isFalse();
      Invocation replay = Invocation.in(folder, "dlq", "replay", "lines.yaml", "--all");
      assertThat(replay.out()).as(replay.err()).contains("1 replayed, 0 failed again");
      Invocation signal = Invocation.in(folder, "signal", "pause-snapshot", "lines.yaml");
      assertThat(signal.code()).as("a file takes none").isNotZero();
      assertThatThrownBy(
              () ->
                  run.delete(
                      "printer",
                      new RowDeletion(
                          "\"t\"",
                          List.of("id"),
                          List.of(RowDeletion.Kind.NUMBER),
                          List.of(List.of("1")))))
          .as("it has no database")
          .isInstanceOf(SQLException.class);
    }

    try (StateDatabase state = state()) {
      assertThat(state.audit().list("lines", 10))
          .extracting(Audit.Entry::action)
          .containsExactly(
              "pipeline.signal.failed",
              "pipeline.signal",
              "dead_letters.replay",
              "dead_letters.replay",
              "dead_letters.copy");
    }
  }
}
