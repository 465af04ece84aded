package io.sluice.cli.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Invocation;
import io.sluice.state.StateDatabase;
import io.sluice.state.deadletter.DeadLetters.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
}
