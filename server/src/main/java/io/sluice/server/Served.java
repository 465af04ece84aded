package io.sluice.server;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.project.Project;
import io.sluice.project.ProjectPipeline;
import io.sluice.server.access.door.Entrance;
import io.sluice.server.api.Api;
import io.sluice.server.api.Parts;
import io.sluice.server.api.ProbeEndpoints;
import io.sluice.server.api.ServerFacts;
import io.sluice.server.api.log.LogTail;
import io.sluice.server.console.Console;
import io.sluice.server.console.ConsoleParts;
import io.sluice.server.console.LetterParts;
import io.sluice.server.draft.Workbench;
import io.sluice.server.file.Judged;
import io.sluice.server.file.PipelineFiles;
import io.sluice.server.file.SaidSettings;
import io.sluice.server.http.WebParts;
import io.sluice.server.http.WebServer;
import io.sluice.server.http.event.EventHub;
import io.sluice.server.http.route.Route;
import io.sluice.server.metrics.Collected;
import io.sluice.server.metrics.HttpMeter;
import io.sluice.server.metrics.OpenLetters;
import io.sluice.server.metrics.PrometheusPage;
import io.sluice.server.records.RecordWatches;
import io.sluice.server.schema.SchemaDesk;
import io.sluice.server.view.PipelineView;
import io.sluice.state.StateDatabase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What people and machines ask, served. */
final class Served implements AutoCloseable {
  private final EventHub events;
  private final WebServer web;
  private final SchemaDesk schemas;

  private Served(EventHub events, WebServer web, SchemaDesk schemas) {
    this.events = events;
    this.web = web;
    this.schemas = schemas;
  }

  /**
   * Begins to serve.
   *
   * @throws io.sluice.http.ServerException if it cannot listen where it is to
   */
  static Served start(
      Project project,
      ServerSettings settings,
      Running running,
      Telemetry telemetry,
      Entrance entrance,
      SecureRandom random,
      Clock clock) {
    SchemaDesk schemas = SchemaDesk.of(project, clock);
    RecordWatches records =
        new RecordWatches(running.fleet().streams(), project.state().audit(), random);
    Parts parts = parts(project, settings, running, entrance, schemas, records, clock);
    HttpMeter http = new HttpMeter();
    Collected metrics =
        metrics(running, http, telemetry, project.state(), settings.version(), clock);
    List<Route> api =
        Api.routes(
            parts,
            new ProbeEndpoints(running.server(), running.health(), new PrometheusPage(metrics))
                .routes());
    Console console = console(parts, settings, running, entrance, project.state());
    EventHub events = new EventHub(EventHub.Bounds.usual());
    WebServer web =
        WebServer.start(
            settings.web(),
            new WebParts(
                entrance.doorman(),
                name -> running.fleet().named(name).map(PipelineView::namespace),
                console,
                events,
                parts.redact(),
                random,
                http::answered),
            Guarded.routes(
                Stream.of(api, entrance.routes(), console.routes()).flatMap(List::stream).toList(),
                running::lead));
    running.pulse().listen(all -> events.wake());
    running.pulse().listen(all -> records.sweep());
    telemetry.send(metrics);
    return new Served(events, web, schemas);
  }

  private static Console console(
      Parts parts,
      ServerSettings settings,
      Running running,
      Entrance entrance,
      StateDatabase state) {
    return new Console(
        new ConsoleParts(
            new ConsoleParts.Running(
                running.fleet(),
                running.fleet(),
                running.history(),
                running.health(),
                state.runs(),
                state.audit(),
                parts.running().records()),
            new WrittenTexts(parts.project().files(), parts.project().log(), parts.redact()),
            parts.project().workbench(),
            parts.schemas(),
            new LetterParts(
                state.deadLetters(),
                state.letterSurvey(),
                state.letterCopies(),
                running.fleet().letters()),
            entrance,
            running::lead,
            parts.redact(),
            parts.clock(),
            settings.version()));
  }

  private static Parts parts(
      Project project,
      ServerSettings settings,
      Running running,
      Entrance entrance,
      SchemaDesk schemas,
      RecordWatches records,
      Clock clock) {
    StateDatabase state = project.state();
    PipelineFiles files =
        new PipelineFiles(
            project.folder(),
            (file, text) -> judge(project, file, text),
            (file, text) -> said(project, file, text),
            state.audit());
    return new Parts(
        new ServerFacts(
            settings.version(),
            clock.instant(),
            project.folder(),
            settings.state(),
            settings.watch()),
        new Parts.Running(
            running.fleet(),
            running.pulse()::latest,
            running.fleet(),
            running.fleet().letters(),
            running.history(),
            state,
            records),
        new Parts.Project(
            files,
            new LogTail(settings.log()),
            new Workbench(project, files, running.fleet(), state.audit())),
        new Parts.Access(entrance.tokens(), entrance.users(), entrance.sessions()),
        schemas,
        text -> project.secrets().redact(text),
        clock);
  }

  /** What plugins say of the settings counts as well: a file that is written would run. */
  private static Judged judge(Project project, Path file, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (Secrets tried = project.secrets().passing();
        ProjectPipeline pipeline = project.trial(project.folder().resolve(file), bytes, tried)) {
      List<Problem> problems = pipeline.settingProblems();
      boolean sound = problems.stream().noneMatch(Problem::isError);
      return new Judged(sound ? Optional.of(pipeline.name()) : Optional.empty(), problems);
    }
  }

  private static SaidSettings said(Project project, Path file, String text) {
    ProjectPipeline pipeline =
        project.pipeline(project.folder().resolve(file), text.getBytes(StandardCharsets.UTF_8));
    return new SaidSettings(pipeline.read().parts(), pipeline.knownSettings());
  }

  private static Collected metrics(
      Running running,
      HttpMeter http,
      Telemetry telemetry,
      StateDatabase state,
      String version,
      Clock clock) {
    return new Collected(
        new Collected.Sources(
            running.fleet(),
            running.pulse(),
            running.totals(),
            running.health(),
            new OpenLetters(state.letterSurvey()::open, clock),
            http,
            telemetry.traces()),
        version,
        clock);
  }

  URI url() {
    return web.url();
  }

  @Override
  public void close() {
    events.close();
    web.close();
    schemas.close();
  }
}
