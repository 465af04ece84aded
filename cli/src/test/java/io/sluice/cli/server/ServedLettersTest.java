package io.sluice.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.Invocation;
import io.sluice.cli.deadletter.SetAside;
import io.sluice.pipeline.server.ServerSpec;
import io.sluice.project.Host;
import io.sluice.project.Layout;
import io.sluice.project.Project;
import io.sluice.project.ProjectPlugins;
import io.sluice.server.ServerSettings;
import io.sluice.server.SluiceServer;
import io.sluice.state.history.Audit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code dlq} and {@code records} as clients of a server that is elsewhere. */
@Timeout(180)
class ServedLettersTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  @TempDir private Path elsewhere;
  private Project project;
  private SluiceServer server;
  private final Map<String, String> pointed = new HashMap<>();

  @BeforeEach
  void start() throws IOException {
    Files.writeString(folder.resolve("lines.in"), "one\n");
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
    Host host = new Host(Map.of(), folder, folder, Clock.systemUTC(), rule -> {}, notice -> {});
    Path state = folder.resolve(Layout.STATE);
    project =
        new Project(
            host, new Layout(folder, state, new ProjectPlugins(host, folder, state), List.of()));
    ServerSpec usual = ServerSpec.DEFAULT;
    ServerSpec anyPort =
        new ServerSpec(
            usual.host(),
            0,
            usual.url(),
            usual.tls(),
            usual.trustedProxies(),
            usual.sessions(),
            usual.tokens(),
            usual.oidc());
    server =
        SluiceServer.start(
            project, ServerSettings.of(project, anyPort, true, "state.db", "1"), Clock.systemUTC());
    pointed.put("SLUICE_SERVER", server.url().toString());
    pointed.put("SLUICE_TOKEN", server.firstToken().orElseThrow());
    await().atMost(SOON).until(() -> Files.exists(folder.resolve("lines.out")));
  }

  @AfterEach
  void stop() {
    server.close();
    project.close();
  }

  private Invocation asked(String... arguments) {
    return Invocation.in(elsewhere, pointed, arguments);
  }

  /** The same in the folder itself, without a server. */
  private JsonNode alone(String... arguments) {
    return Invocation.in(folder, arguments).json();
  }

  private static List<String> keys(JsonNode document) {
    List<String> keys = new ArrayList<>();
    document.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void letters_are_listed_and_shown_as_they_are_without_a_server() {
    long letter = SetAside.letter(project.state(), "lines", "two");
    SetAside.letter(project.state(), "lines", "three");

    JsonNode groups = asked("dlq", "ls", "lines", "-o", "json").json();
    assertThat(groups).isEqualTo(alone("dlq", "ls", "-o", "json"));
    assertThat(groups.at("/groups/0/count").asInt()).isEqualTo(2);
    JsonNode letters = asked("dlq", "ls", "lines", "--letters", "-o", "json").json();
    assertThat(letters).isEqualTo(alone("dlq", "ls", "--letters", "-o", "json"));
    JsonNode first = asked("dlq", "ls", "lines", "--letters", "--limit", "1", "-o", "json").json();
    assertThat(first.path("letters")).hasSize(1);
    JsonNode shown = asked("dlq", "show", "lines", "" + letter, "-o", "json").json();
    JsonNode alone = alone("dlq", "show", "" + letter, "-o", "json");
    assertThat(keys(shown)).isEqualTo(keys(alone));
    assertThat(shown.at("/record/value")).isEqualTo(alone.at("/record/value"));
    assertThat(asked("dlq", "ls").out())
        .as("the only pipeline, for people")
        .contains("printer", "E: no paper", groups.at("/groups/0/signature").asText());

    Invocation missing = asked("dlq", "show", "lines", "99");
    assertThat(missing.code()).isEqualTo(5);
    assertThat(missing.err()).contains("no dead letter 99");
    assertThat(asked("dlq", "ls", "nobody").code()).isEqualTo(5);
  }

  @Test
  void letters_are_replayed_and_purged_by_jobs_of_the_server() throws IOException {
    long letter = SetAside.letter(project.state(), "lines", "two");
    long other = SetAside.letter(project.state(), "lines", "three");

    Invocation unasked = asked("dlq", "replay", "lines", "--all");
    assertThat(unasked.code()).isEqualTo(2);
    assertThat(unasked.err()).contains("Replay 2 letters?");
    Invocation replayed =
        asked("dlq", "replay", "lines", "--id", "" + letter, "--yes", "-o", "json");
    assertThat(replayed.code()).as(replayed.err()).isZero();
    assertThat(replayed.json().path("replayed").asInt()).isEqualTo(1);
    assertThat(Files.readAllLines(folder.resolve("lines.out"))).contains("two");

    String purge = "dlq purge lines --all --reason tests ";
    assertThat(asked((purge + "--dry-run").split(" ")).out()).contains("1 letters would be");
    Invocation purged = asked((purge + "--yes -o json").split(" "));
    assertThat(purged.json().path("purged").asInt()).as(purged.err()).isEqualTo(1);
    assertThat(project.state().deadLetters().find(other).orElseThrow().reason()).isEqualTo("tests");
    assertThat(project.state().audit().list("lines", 10))
        .extracting(Audit.Entry::action)
        .contains("dead_letters.replay", "dead_letters.purge");
    assertThat(asked("dlq", "replay", "lines", "--all", "--yes").out())
        .contains("No such open letters.");
  }

  @Test
  void records_are_followed_from_the_source_to_the_sink() throws Exception {
    AtomicBoolean through = new AtomicBoolean();
    Thread feeding = new Thread(() -> feedUntil(through));
    feeding.start();
    Invocation looked;
    Invocation none;
    try {
      looked = asked("records", "lines", "--limit", "2", "-o", "json");
      // While records come by: none of them has that key.
      none =
          asked("records", "lines", "--for", "1", "--stage", "sink:printer", "--follow-key", "7");
    } finally {
      through.set(true);
      feeding.join();
    }

    assertThat(looked.code()).as(looked.err()).isZero();
    assertThat(looked.json().path("stages").toString()).isEqualTo("[\"source\",\"sink:printer\"]");
    assertThat(looked.json().path("records")).hasSize(2);
    assertThat(looked.json().at("/records/0/steps"))
        .anySatisfy(step -> assertThat(step.path("stage").asText()).isEqualTo("sink:printer"))
        .allSatisfy(step -> assertThat(step.path("value").asText()).startsWith("line "));
    assertThat(none.out()).contains("No record came by.");
    assertThat(asked("records", "lines", "--stage", "sink:none").err())
        .contains("expected one of source, sink:printer");
  }

  /** However long it takes until those who look have seen enough. */
  private void feedUntil(AtomicBoolean through) {
    for (int line = 0; !through.get(); line++) {
      try {
        Files.writeString(
            folder.resolve("lines.in"), "line " + line + "\n", StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      LockSupport.parkNanos(1_000_000); // So that the file stays small, whoever looks how long.
    }
  }
}
