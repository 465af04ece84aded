package io.sluice.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.engine.fault.Ticker;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.file.PipelineReader;
import io.sluice.pipeline.file.ReadResult;
import io.sluice.project.Project;
import io.sluice.server.Projects;
import io.sluice.server.access.AccessSettings;
import io.sluice.server.access.AccessToken;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import io.sluice.server.access.session.Sessions;
import io.sluice.server.access.token.Tokens;
import io.sluice.server.access.user.Users;
import io.sluice.server.api.log.LogTail;
import io.sluice.server.draft.Workbench;
import io.sluice.server.file.Judged;
import io.sluice.server.file.PipelineFiles;
import io.sluice.server.file.SaidSettings;
import io.sluice.server.health.HealthWatch;
import io.sluice.server.health.ServerHealth;
import io.sluice.server.history.History;
import io.sluice.server.history.Pulse;
import io.sluice.server.http.AnswerCount;
import io.sluice.server.http.Pages;
import io.sluice.server.http.WebParts;
import io.sluice.server.http.WebServer;
import io.sluice.server.http.WebSettings;
import io.sluice.server.http.door.Doorman;
import io.sluice.server.http.door.Visitor;
import io.sluice.server.http.event.EventHub;
import io.sluice.server.http.problem.Problem;
import io.sluice.server.http.route.Route;
import io.sluice.server.metrics.Collected;
import io.sluice.server.metrics.HttpMeter;
import io.sluice.server.metrics.OpenLetters;
import io.sluice.server.metrics.PrometheusPage;
import io.sluice.server.metrics.Totals;
import io.sluice.server.operate.NotedLetters;
import io.sluice.server.records.RecordWatches;
import io.sluice.server.records.Streaming;
import io.sluice.server.schema.SchemaDesks;
import io.sluice.server.view.Lead;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Pipelines;
import io.sluice.state.StateDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The API of a server whose pipelines only look as if they ran; all else is real. */
final class ServedApi implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.builder().build();

  final List<PipelineView> views = new CopyOnWriteArrayList<>();
  final Asked asked = new Asked();
  final Streaming streaming = new Streaming();
  final NotedLetters letters;
  final Path home;
  private final Map<String, Identity> known = new ConcurrentHashMap<>();
  final StateDatabase state;
  private final Project project;
  final Tokens tokens;
  final List<Route> routes;
  private final EventHub events = new EventHub(EventHub.Bounds.usual());
  private final WebServer server;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /** Serves a project in this folder. */
  ServedApi(Path home) {
    Clock clock = Clock.systemUTC();
    SecureRandom random = new SecureRandom();
    this.home = home;
    this.state = StateDatabase.open(home.resolve(".sluice"), clock);
    this.letters = new NotedLetters(state);
    this.tokens = new Tokens(state, clock, random, AccessSettings.usual());
    Sessions sessions = new Sessions(state, clock, random, AccessSettings.usual());
    History history = new History(state, clock);
    this.project = Projects.in(home);
    views.add(Views.running("shop", "orders"));
    views.add(Views.failed("billing", "invoices"));
    Pipelines pipelines = new Shown();
    PipelineFiles files = new PipelineFiles(home, ServedApi::judge, ServedApi::said, state.audit());
    this.routes =
        Api.routes(
            new Parts(
                new ServerFacts("1.2.3", clock.instant(), home, ".sluice/state.db", true),
                new Parts.Running(
                    pipelines,
                    pipelines::all,
                    asked,
                    letters,
                    history,
                    state,
                    new RecordWatches(streaming, state.audit(), random)),
                new Parts.Project(
                    files,
                    new LogTail(home.resolve(".sluice/logs/server.log")),
                    new Workbench(project, files, pipelines, state.audit())),
                new Parts.Access(tokens, new Users(state, clock, random), sessions),
                SchemaDesks.ofState(state, clock),
                text -> text.replace("hunter2", "***"),
                clock),
            probes(pipelines, history, clock));
    this.server =
        WebServer.start(
            WebSettings.local(0),
            new WebParts(
                new ByToken(),
                name -> pipelines.named(name).map(PipelineView::namespace),
                new NoPages(),
                events,
                text -> text,
                random,
                AnswerCount.NONE),
            routes);
  }

  private final class Shown implements Pipelines {
    @Override
    public List<PipelineView> all() {
      return views.stream().sorted(Comparator.comparing(PipelineView::name)).toList();
    }

    @Override
    public Optional<PipelineView> named(String name) {
      return views.stream().filter(view -> view.name().equals(name)).findFirst();
    }
  }

  private final class ByToken implements Doorman {
    @Override
    public Optional<Visitor> byToken(String token) {
      return Optional.ofNullable(known.get(token))
          .or(() -> tokens.recognise(token).map(AccessToken::identity))
          .map(identity -> new Visitor(identity, Optional.empty()));
    }

    @Override
    public Optional<Visitor> bySession(String session) {
      return Optional.empty();
    }
  }

  private static final class NoPages implements Pages {
    @Override
    public String problem(Problem problem, Optional<Visitor> visitor) {
      return problem.detail();
    }

    @Override
    public String signIn(String back) {
      return "/sign-in";
    }
  }

  private List<Route> probes(Pipelines pipelines, History history, Clock clock) {
    Pulse pulse = new Pulse(pipelines, Ticker.SYSTEM);
    HealthWatch health = new HealthWatch(history, clock);
    health.look(pipelines.all());
    return new ProbeEndpoints(
            new ServerHealth(
                pulse,
                state,
                () -> true,
                () -> Lead.active(clock.instant()),
                () -> Duration.ZERO,
                System::nanoTime),
            health,
            new PrometheusPage(
                new Collected(
                    new Collected.Sources(
                        pipelines,
                        pulse,
                        new Totals(),
                        health,
                        new OpenLetters(Map::of, clock),
                        new HttpMeter(),
                        Optional.empty()),
                    "1.2.3",
                    clock)))
        .routes();
  }

  /** As if plugins knew all settings but those that are called so. */
  private static SaidSettings said(Path file, String text) {
    Optional<PipelineParts> parts =
        new PipelineReader().read(file, text.getBytes(StandardCharsets.UTF_8)).parts();
    Set<Place> known = new HashSet<>();
    parts.ifPresent(
        said -> {
          said.source().ifPresent(one -> known.addAll(one.config().places().values()));
          said.transforms().forEach(one -> known.addAll(one.config().places().values()));
          said.sinks().forEach(one -> known.addAll(one.config().places().values()));
        });
    known.removeIf(place -> place.path().endsWith(".unknown"));
    return new SaidSettings(parts, known);
  }

  private static Judged judge(Path file, String text) {
    ReadResult read = new PipelineReader().read(file, text.getBytes(StandardCharsets.UTF_8));
    return new Judged(read.pipeline().map(Pipeline::name), read.problems());
  }

  /** A token with a role. */
  String token(Role role, String namespace) {
    String name =
        role.name().toLowerCase(Locale.ROOT) + "-" + namespace.replace(Identity.EVERYWHERE, "all");
    known.put("secret-of-" + name, new Identity("token:" + name, Map.of(namespace, role)));
    return "secret-of-" + name;
  }

  String admin() {
    return token(Role.ADMIN, Identity.EVERYWHERE);
  }

  /** Puts a file into the project. */
  Path write(String file, String text) throws IOException {
    Path at = home.resolve(file);
    Files.createDirectories(at.getParent());
    return Files.writeString(at, text);
  }

  /** An answer. */
  record Said(int status, String type, String etag, String text) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + text, e);
      }
    }
  }

  Said get(String token, String path) {
    return send(token, "GET", path, null, Map.of());
  }

  Said post(String token, String path, @Nullable String json) {
    return send(token, "POST", path, json, Map.of("Content-Type", "application/json"));
  }

  /**
   * Asks.
   *
   * @param token empty for nobody
   * @param body null for none
   */
  Said send(
      String token,
      String method,
      String path,
      @Nullable String body,
      Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Said(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.headers().firstValue("ETag").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  URI url() {
    return server.url();
  }

  EventHub events() {
    return events;
  }

  @Override
  public void close() {
    events.close();
    server.close();
    project.close();
    state.close();
  }
}
