package io.sluice.cli.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Invocation;
import io.sluice.state.StateDatabase;
import io.sluice.state.deadletter.DeadLetter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is listed of a project's dead letters for people. */
class DlqLsTest {
  @TempDir private Path folder;

  @BeforeEach
  void pipeline() throws IOException {
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
  }

  private StateDatabase state() {
    return StateDatabase.open(folder.resolve(".sluice"), Clock.systemUTC());
  }

  @Test
  void who_names_no_pipeline_is_told_of_the_others_that_have_some() {
    try (StateDatabase state = state()) {
      SetAside.letter(state, "orders", "one");
      SetAside.letter(state, "orders", "two");
      SetAside.letter(state, "customers", "three");
    }

    assertThat(Invocation.in(folder, "dlq", "ls").out())
        .contains("No dead letters.", "These are of lines.", "customers 1, orders 2");
    assertThat(Invocation.in(folder, "dlq", "ls", "lines.yaml").out()).doesNotContain("orders");
  }

  @Test
  void a_cause_is_not_cut_off_for_the_place_that_is_beside_it() {
    try (StateDatabase state = state()) {
      state
          .deadLetters()
          .add(
              List.of(
                  new DeadLetter(
                      "lines",
                      DeadLetter.Stage.SINK,
                      "printer",
                      "org.apache.kafka.connect.errors.DataException",
                      "lines.of.all-the.branches-0 at offset 4997: there is no paper",
                      "lines",
                      0,
                      4997L,
                      null,
                      null,
                      "v1",
                      new byte[0])));
    }

    assertThat(Invocation.in(folder, "dlq", "ls").out())
        .contains("DataException: there is no paper");
    assertThat(Invocation.in(folder, "dlq", "ls", "--letters").out())
        .contains("DataException: there is no paper");
    assertThat(Invocation.in(folder, "dlq", "ls", "-o", "json").out())
        .contains("lines.of.all-the.branches-0 at offset 4997: there is no paper");
  }
}
