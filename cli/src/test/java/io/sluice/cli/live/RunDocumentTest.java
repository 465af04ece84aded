package io.sluice.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.server.http.route.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What commands print of a run is what the API says of it, key by key: scripts may use either. */
class RunDocumentTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static JsonNode ofTheApi(RunStatus status) throws IOException {
    return JSON.readTree(
        new Json(1 << 20).text(io.sluice.server.api.document.RunDocument.of(status, true)));
  }

  private static JsonNode ofTheCommand(RunStatus status) throws IOException {
    return JSON.readTree(JSON.writeValueAsString(RunDocument.of(status)));
  }

  @Test
  void of_a_run_of_which_everything_is_known_both_say_the_same() throws IOException {
    RunStatus whole =
        new RunStatus(
            "shop",
            RunState.STALLED,
            Statuses.START,
            Statuses.START.plusMillis(12_345),
            new RunStatus.Counts(10, 6, 1, 2, 1),
            Duration.ofMillis(40),
            Duration.ofMillis(250),
            new RunStatus.LastCheckpoint(7, Statuses.START.plusSeconds(12), 100),
            List.of(new RunStatus.SourceTaskStatus(0, RunState.RUNNING, 10, "poll", Duration.ZERO)),
            List.of(
                new RunStatus.SinkStatus(
                    "pg",
                    RunState.STALLED,
                    6,
                    1,
                    1,
                    7,
                    List.of(
                        new RunStatus.SinkTaskStatus(
                            0, RunState.STALLED, 6, 1, 3, "put", Duration.ofSeconds(31))))),
            2,
            Statuses.error("it was away"),
            "sink pg");

    assertThat(ofTheCommand(whole)).isEqualTo(ofTheApi(whole));
    assertThat(ofTheCommand(whole).path("last_error").size()).as("parts of an error").isEqualTo(12);
    assertThat(ofTheCommand(whole).findValuesAsText("busy_for_ms")).containsExactly("0", "31000");
  }

  @Test
  void what_is_not_known_is_absent_in_both() throws IOException {
    RunStatus bare =
        new RunStatus(
            "shop",
            RunState.STARTING,
            Statuses.START,
            Statuses.START,
            new RunStatus.Counts(0, 0, RunStatus.UNKNOWN, RunStatus.UNKNOWN, RunStatus.UNKNOWN),
            null,
            null,
            null,
            List.of(),
            List.of(
                new RunStatus.SinkStatus(
                    "pg",
                    RunState.STARTING,
                    0,
                    RunStatus.UNKNOWN,
                    RunStatus.UNKNOWN,
                    0,
                    List.of(
                        new RunStatus.SinkTaskStatus(
                            0, RunState.STARTING, 0, RunStatus.UNKNOWN, 0, "", Duration.ZERO)))),
            0,
            null,
            null);

    assertThat(ofTheCommand(bare)).isEqualTo(ofTheApi(bare));
    assertThat(ofTheCommand(bare).toString())
        .doesNotContain("null", "dead_lettered", "filtered", "lag_ms");
  }
}
