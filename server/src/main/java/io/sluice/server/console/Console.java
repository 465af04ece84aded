package io.sluice.server.console;

import io.sluice.server.console.page.ErrorPage;
import io.sluice.server.console.render.Pages;
import io.sluice.server.http.asset.Assets;
import io.sluice.server.http.door.Visitor;
import io.sluice.server.http.problem.Problem;
import io.sluice.server.http.route.Route;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All pages. Thread-safe. */
public final class Console implements io.sluice.server.http.Pages {
  private static final String STYLE = "console.css";
  private static final String SCRIPT = "console.js";
  private static final String HTMX = "htmx.js";
  private static final String ICON = "icon.svg";

  private final Assets assets;
  private final Frames frames;
  private final Pages pages = new Pages();
  private final ConsoleParts parts;

  /** Whose pages show these. */
  public Console(ConsoleParts parts) {
    this.parts = parts;
    this.assets =
        Assets.read(
            Console.class,
            Map.of(
                STYLE,
                "static/" + STYLE,
                SCRIPT,
                "static/" + SCRIPT,
                ICON,
                "static/" + ICON,
                HTMX,
                "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js"));
    this.frames =
        new Frames(
            new io.sluice.server.console.page.Assets(
                assets.url(STYLE), assets.url(HTMX), assets.url(SCRIPT), assets.url(ICON)),
            parts.lead(),
            parts.clock(),
            parts.version());
  }

  /** By which they are asked for. */
  public List<Route> routes() {
    ConsoleParts.Running running = parts.running();
    Readings readings = new Readings(running);
    return Stream.of(
            new HomeRoutes(frames, pages, readings, running.history(), parts.clock()).routes(),
            new PipelineRoutes(frames, pages, readings, parts).routes(),
            new ActionRoutes(frames, pages, readings, running.operations()).routes(),
            new TaskRoutes(frames, pages, readings, running.operations()).routes(),
            new SnapshotRoutes(frames, pages, readings, running.operations()).routes(),
            new ResetRoutes(frames, pages, readings, running.operations()).routes(),
            new RecordRoutes(frames, pages, readings, running.records()).routes(),
            new LetterRoutes(frames, pages, readings, parts).routes(),
            new LetterActionRoutes(frames, pages, readings, parts.letters()).routes(),
            new PlanRoutes(frames, pages, running.operations()).routes(),
            new ConnectorRoutes(frames, pages, parts.workbench()).routes(),
            new NewRoutes(frames, pages, parts.workbench(), running.pipelines()).routes(),
            new SchemaRoutes(frames, pages, parts.schemas()).routes(),
            new AuditRoutes(frames, pages, running.audit()).routes(),
            new SignInRoutes(frames, pages, parts.entrance()).routes(),
            new AccessRoutes(frames, pages, parts.entrance()).routes(),
            new DocumentRoutes(frames, pages).routes(),
            List.of(assets.route()))
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public String problem(Problem problem, Optional<Visitor> visitor) {
    ErrorPage page =
        new ErrorPage(
            frames.bare(problem.kind().title(), visitor),
            problem.kind().status(),
            problem.detail(),
            Optional.ofNullable(problem.hint()),
            problem.errors().stream().map(one -> one.pointer() + ": " + one.detail()).toList());
    return new String(pages.render("error", page), StandardCharsets.UTF_8);
  }

  @Override
  public String signIn(String back) {
    return SignInRoutes.isOurs(back) && !back.equals("/")
        ? SignInRoutes.PATH + "?back=" + URLEncoder.encode(back, StandardCharsets.UTF_8)
        : SignInRoutes.PATH;
  }
}
