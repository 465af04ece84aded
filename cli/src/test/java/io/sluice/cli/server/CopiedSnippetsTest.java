package io.sluice.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.cli.Invocation;
import io.sluice.cli.deadletter.SetAside;
import io.sluice.project.Host;
import io.sluice.project.Layout;
import io.sluice.project.Project;
import io.sluice.project.ProjectPlugins;
import io.sluice.server.ServerSettings;
import io.sluice.server.SluiceServer;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import io.sluice.server.view.Desired;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the console's menus "Copy as" offer runs as it is: commands in the folder of the server and
 * away from it, calls of the API by the words that a shell makes of them.
 */
class CopiedSnippetsTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** What can be asked of a pipeline, and how it is wanted to be afterwards. */
  private static final Map<String, Desired> ACTIONS =
      Map.of(
          "start", Desired.RUNNING,
          "stop", Desired.STOPPED,
          "pause", Desired.PAUSED,
          "resume", Desired.RUNNING,
          "restart", Desired.RUNNING,
          "run-once", Desired.STOPPED);

  private static final Pattern COMMAND_ACTION = Pattern.compile("sluice ([a-z-]+) (shop|other)");
  private static final Pattern CALL_ACTION =
      Pattern.compile(".*/pipelines/(shop|other)/([a-z-]+)\\?reason=.*");

  /** What is done with dead letters: those that are open, or one of them. */
  private static final Pattern OF_LETTERS =
      Pattern.compile(".*(dlq|dead-letters)[ /](replay|purge).*");

  private static final Pattern ONE_LETTER = Pattern.compile("(?<=--id |\"ids\": \\[)[0-9]+");

  /** What a page cannot fill in: tables of a source that has some, and the record that is meant. */
  private static final Pattern UNFILLED =
      Pattern.compile(".*(/snapshot|/copies)\".*|sluice signal .*");

  /** What is filtered there is so in the copies. */
  private static final String LOG = "/pipelines/shop/log?level=WARN&q=it%27s%20%24HOME";

  private static final Set<PipelineState> OVER =
      Set.of(PipelineState.STOPPED, PipelineState.COMPLETED, PipelineState.FAILED);

  /** They are about what is installed or lies in the folder, not about the server. */
  private static final Pattern OF_THE_FOLDER =
      Pattern.compile("sluice (plugin|schema|init|dlq) .*");

  private static final Identity ADA = new Identity("ada", Map.of(Identity.EVERYWHERE, Role.ADMIN));

  @TempDir private Path folder;
  @TempDir private Path elsewhere;
  private Project project;
  private SluiceServer server;
  private FleetEndpoint endpoint;
  private Map<String, String> environment;
  private int letters;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectory(folder.resolve("sales"));
    write("sales/shop.yaml", "shop");
    write("other.yaml", "other");
    Host host = new Host(Map.of(), folder, folder, Clock.systemUTC(), rule -> {}, notice -> {});
    Path state = folder.resolve(Layout.STATE);
    project =
        new Project(
            host, new Layout(folder, state, new ProjectPlugins(host, folder, state), List.of()));
    server =
        SluiceServer.start(
            project,
            ServerSettings.of(project, ServedFolderTest.anyPort(), true, "state.db", "1"),
            Clock.systemUTC());
    endpoint = FleetEndpoint.start(server.fleet(), project, "carol", text -> text);
    environment =
        Map.of(
            "SLUICE_SERVER", server.url().toString(),
            "SLUICE_TOKEN", server.firstToken().orElseThrow());
    awaitState("shop", PipelineState.RUNNING);
    SetAside.letter(project.state(), "shop", "wrong");
  }

  @AfterEach
  void stop() {
    endpoint.close();
    server.close();
    project.close();
  }

  private void write(String file, String name) throws IOException {
    Files.writeString(folder.resolve(name + ".in"), "a\n");
    Files.writeString(
        folder.resolve(file),
        """
        name: %1$s
        source: {connector: FileStreamSource, config: {file: "%2$s/%1$s.in", topic: lines}}
        sinks: [{name: printer, connector: FileStreamSink, config: {file: "%2$s/%1$s.out"}}]
        """
            .formatted(name, folder));
  }

  @Test
  void each_of_them_does_what_its_page_shows() throws Exception {
    List<String> unlinked = new ArrayList<>(List.of("/pipelines/shop/reset", LOG));
    ACTIONS.keySet().forEach(id -> unlinked.add("/pipelines/shop/do/" + id));
    Map<ConsoleCrawl.Copied, String> copied =
        new ConsoleCrawl(server.url(), server.firstToken().orElseThrow()).all(unlinked);
    assertThat(copied.keySet())
        .extracting(ConsoleCrawl.Copied::text)
        .contains("sluice status", "sluice status shop", "sluice stop shop", "sluice dlq ls shop")
        .contains("sluice offsets reset shop --dry-run", "sluice audit ls", "sluice token ls")
        .contains("sluice start shop", "sluice run-once shop", "sluice plan")
        .anyMatch(text -> text.startsWith("sluice dlq replay shop --"))
        .anyMatch(text -> text.contains("/pipelines/shop/logs?level=WARN&q=it%27s%20%24HOME"));

    SoftAssertions all = new SoftAssertions();
    List<ConsoleCrawl.Copied> order = new ArrayList<>(copied.keySet());
    // What only looks comes first, before what moves is gone.
    order.sort(Comparator.comparing(one -> changes(one.text())));
    for (ConsoleCrawl.Copied one : order) {
      String where = copied.get(one) + ": " + one.text();
      if (one.text().startsWith("curl ")) {
        call(one.text(), where, all);
      } else if (one.text().startsWith("sluice ")) {
        command(one.text(), where, folder, Map.of(), all);
        if (!OF_THE_FOLDER.matcher(one.text() + " ").matches()) {
          command(one.text(), where, elsewhere, environment, all);
        }
      } else {
        all.assertThat(one.way()).as(where).isEqualTo("YAML");
      }
    }
    all.assertAll();
    assertThat(elsewhere).isEmptyDirectory();
  }

  private static boolean changes(String text) {
    return OF_LETTERS.matcher(text).matches()
        || UNFILLED.matcher(text).matches()
        || CALL_ACTION.matcher(text).matches()
        || COMMAND_ACTION.matcher(text).matches();
  }

  private void command(
      String copied,
      String where,
      Path directory,
      Map<String, String> variables,
      SoftAssertions all)
      throws Exception {
    if (copied.startsWith("sluice init")) {
      return; // It asks for a database.
    }
    Matcher action = COMMAND_ACTION.matcher(copied);
    boolean acts = action.matches() && ACTIONS.containsKey(action.group(1));
    if (acts) {
      prepare(action.group(1), action.group(2));
    }
    String line = ofAnOpenLetter(copied);
    List<String> words = ShellWords.of("sluice", line, variables, directory);
    Invocation done =
        Invocation.typing(directory, variables, "y\ny\n", words.toArray(String[]::new));
    if (UNFILLED.matcher(copied).matches()) {
      all.assertThat(done.err())
          .as(where)
          .containsAnyOf("takes no signals", "does not run", "is not running");
      return;
    }
    all.assertThat(done.code()).as(where + " in " + directory + "\n" + done.err()).isZero();
    if (acts) {
      wanted(action.group(1), action.group(2), where, all);
    }
  }

  private void call(String copied, String where, SoftAssertions all) throws Exception {
    Matcher action = CALL_ACTION.matcher(copied);
    boolean acts = action.matches() && ACTIONS.containsKey(action.group(2));
    if (acts) {
      prepare(action.group(2), action.group(1));
    }
    List<String> words = ShellWords.of("curl", ofAnOpenLetter(copied), environment, elsewhere);
    HttpResponse<String> answer = CurlCall.send(words);
    if (UNFILLED.matcher(copied).matches()) {
      all.assertThat(answer.statusCode()).as(where).isIn(404, 409, 422);
      all.assertThat(answer.body()).as(where).contains("\"hint\"");
      return;
    }
    all.assertThat(answer.statusCode() / 100).as(where + "\n" + answer.body()).isEqualTo(2);
    if (acts) {
      wanted(action.group(2), action.group(1), where, all);
    }
  }

  /** What is done with letters takes them away: the next one is meant as its own page means it. */
  private String ofAnOpenLetter(String copied) {
    if (!OF_LETTERS.matcher(copied).matches()) {
      return copied;
    }
    runs("shop");
    long open = SetAside.letter(project.state(), "shop", "wrong " + ++letters);
    // Nothing is purged before somebody has said why.
    String filled = copied.replace("\"...\"", "\"old\"").replace("reason=...", "reason=old");
    return ONE_LETTER.matcher(filled).replaceAll("" + open);
  }

  private void prepare(String action, String pipeline) {
    runs(pipeline);
    if (action.equals("start") || action.equals("run-once")) {
      server.fleet().stop(ADA, pipeline, "");
      awaitState(pipeline, PipelineState.STOPPED);
    } else if (action.equals("resume")) {
      server.fleet().pause(ADA, pipeline, "");
      awaitState(pipeline, PipelineState.PAUSED);
    }
  }

  private void runs(String pipeline) {
    Desired desired = view(pipeline).desired();
    if (desired == Desired.PAUSED) {
      server.fleet().resume(ADA, pipeline, "");
    } else if (desired == Desired.STOPPED) {
      await().atMost(SOON).until(() -> OVER.contains(view(pipeline).state()));
      server.fleet().start(ADA, pipeline, "");
    }
    awaitState(pipeline, PipelineState.RUNNING);
  }

  private void wanted(String action, String pipeline, String where, SoftAssertions all) {
    all.assertThat(view(pipeline).desired())
        .as(where)
        .isEqualTo(Objects.requireNonNull(ACTIONS.get(action)));
  }

  private PipelineView view(String pipeline) {
    return server.fleet().named(pipeline).orElseThrow();
  }

  private void awaitState(String pipeline, PipelineState state) {
    await()
        .atMost(SOON)
        .until(
            () -> server.fleet().named(pipeline).filter(one -> one.state() == state).isPresent());
  }
}
