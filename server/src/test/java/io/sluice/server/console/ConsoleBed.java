package io.sluice.server.console;

import io.sluice.pipeline.yaml.ShownText;
import io.sluice.project.Project;
import io.sluice.server.Projects;
import io.sluice.server.access.AccessSettings;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import io.sluice.server.access.door.Entrance;
import io.sluice.server.console.page.LogPage;
import io.sluice.server.console.page.Samples;
import io.sluice.server.draft.Workbench;
import io.sluice.server.file.Judged;
import io.sluice.server.file.PipelineFiles;
import io.sluice.server.file.SaidSettings;
import io.sluice.server.health.HealthWatch;
import io.sluice.server.history.History;
import io.sluice.server.http.AnswerCount;
import io.sluice.server.http.WebParts;
import io.sluice.server.http.WebServer;
import io.sluice.server.http.WebSettings;
import io.sluice.server.http.event.EventHub;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.NotedLetters;
import io.sluice.server.records.RecordWatches;
import io.sluice.server.records.Streaming;
import io.sluice.server.schema.SchemaDesk;
import io.sluice.server.schema.SchemaDesks;
import io.sluice.server.view.Lead;
import io.sluice.server.view.PipelineView;
import io.sluice.state.StateDatabase;
import io.sluice.testkit.HandClock;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A console as a browser meets it, over HTTP, with a state database behind it. */
abstract class ConsoleBed {
  static final String SECRET = "hunter2";

  @TempDir private Path folder;
  final HandClock clock = new HandClock(Samples.NOW);
  final SecureRandom random = new SecureRandom();
  final HttpClient client = HttpClient.newHttpClient();
  final Shop shop = new Shop();
  final Streaming streaming = new Streaming();
  StateDatabase state;
  Project project;
  History history;
  EventHub events;
  Entrance entrance;
  List<Route> routes;
  WebServer server;

  @BeforeEach
  void begin() {
    project = Projects.in(folder);
    state = StateDatabase.open(folder, clock);
    entrance =
        Entrance.open(
            state, AccessSettings.usual(), Optional.empty(), random, clock, clock.ticker());
    history = new History(state, clock);
    HealthWatch health = new HealthWatch(history, clock);
    history.look(shop.all());
    health.look(shop.all());
    events = new EventHub(EventHub.Bounds.usual());
    Console console =
        new Console(
            new ConsoleParts(
                new ConsoleParts.Running(
                    shop,
                    shop,
                    history,
                    health,
                    state.runs(),
                    state.audit(),
                    new RecordWatches(streaming, state.audit(), random)),
                new Written(),
                new Workbench(
                    project,
                    new PipelineFiles(
                        folder,
                        (file, text) -> new Judged(Optional.empty(), List.of()),
                        (file, text) -> new SaidSettings(Optional.empty(), Set.of()),
                        state.audit()),
                    shop,
                    state.audit()),
                schemas(),
                new LetterParts(
                    state.deadLetters(),
                    state.letterSurvey(),
                    state.letterCopies(),
                    new NotedLetters(state)),
                entrance,
                () -> Lead.active(clock.instant()),
                text -> text.replace(SECRET, "********"),
                clock,
                "0.1.0"));
    routes = Stream.concat(entrance.routes().stream(), console.routes().stream()).toList();
    server =
        WebServer.start(
            WebSettings.local(0),
            new WebParts(
                entrance.doorman(),
                name -> shop.named(name).map(PipelineView::namespace),
                console,
                events,
                text -> text.replace(SECRET, "********"),
                random,
                AnswerCount.NONE),
            routes);
  }

  @AfterEach
  void end() {
    events.close();
    server.close();
    history.close();
    project.close();
    state.close();
  }

  private static final class Written implements ConsoleParts.Texts {
    @Override
    public Optional<String> file(PipelineView pipeline) {
      return ShownText.of(
          "name: "
              + pipeline.name()
              + "\npassword: written-out\nurl: x?token="
              + SECRET
              + "\nhost: "
              + SECRET
              + "\n",
          text -> text.replace(SECRET, "********"));
    }

    @Override
    public List<LogPage.Line> log(String pipeline, LogPage.Wanted wanted, int most) {
      return List.of(new LogPage.Line(Samples.NOW, "WARN", pipeline + " is tried again " + wanted));
    }
  }

  /** What the pages of schemas ask. */
  SchemaDesk schemas() {
    return SchemaDesks.ofState(state, clock);
  }

  String token(Role role) {
    return token(Map.of(Identity.EVERYWHERE, role));
  }

  String token(Map<String, Role> grants) {
    return token("t", grants);
  }

  String token(String name, Map<String, Role> grants) {
    Identity root = new Identity("root", Map.of(Identity.EVERYWHERE, Role.ADMIN));
    return entrance.tokens().make(root, name, grants, null, "test").secret();
  }

  /** The session of a token of that name; others are of one called {@code t}. */
  String signedInAs(String name, Role role) {
    String token = token(name, Map.of(Identity.EVERYWHERE, role));
    return cookie(post("/sign-in", "", Map.of("token", token)));
  }

  String signedIn(Role role) {
    return signedIn(Map.of(Identity.EVERYWHERE, role));
  }

  String signedIn(Map<String, Role> grants) {
    return cookie(post("/sign-in", "", Map.of("token", token(grants))));
  }

  String csrf(String session) {
    return page(get("/", session)).selectFirst("input[name=csrf]").val();
  }

  static String cookie(HttpResponse<String> response) {
    String cookie = response.headers().firstValue("Set-Cookie").orElseThrow();
    return cookie.substring(0, cookie.indexOf(';'));
  }

  static String location(HttpResponse<String> response) {
    return response.headers().firstValue("Location").orElse("");
  }

  static Document page(HttpResponse<String> response) {
    return Jsoup.parse(response.body());
  }

  HttpResponse<String> get(String path, String cookie) {
    HttpRequest.Builder request = request(path);
    return send(cookie.isEmpty() ? request : request.header("Cookie", cookie));
  }

  HttpResponse<String> post(String path, String cookie, Map<String, String> fields) {
    String form =
        fields.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    return send(cookie.isEmpty() ? request : request.header("Cookie", cookie));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url().resolve("/") + path.substring(1)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
