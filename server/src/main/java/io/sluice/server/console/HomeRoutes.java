package io.sluice.server.console;

import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.console.page.Happening;
import io.sluice.server.console.page.HomePage;
import io.sluice.server.console.page.HomeQuery;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.render.Pages;
import io.sluice.server.history.History;
import io.sluice.server.http.event.Event;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.view.StateChange;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The first page, and what keeps all pages up to date. Thread-safe. */
final class HomeRoutes {
  private static final int LATELY = 10;

  /** Of which several may be one happening. */
  private static final int LOOKED_THROUGH = 100;

  private final Frames frames;
  private final Pages pages;
  private final Readings readings;
  private final History history;
  private final Clock clock;

  HomeRoutes(Frames frames, Pages pages, Readings readings, History history, Clock clock) {
    this.frames = frames;
    this.pages = pages;
    this.readings = readings;
    this.history = history;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Drafts.page("/", "pageHome", "All pipelines at a glance")
            .needs(Access.known())
            .query(Parameter.text("q", "To be found in names, owners, connectors, topics"))
            .query(Parameter.text("namespace", "Only those of this namespace"))
            .query(Parameter.text("show", "Only those that stand so"))
            .query(Parameter.text("sort", "By what"))
            .does(this::home),
        Route.get("/events")
            .described("pageEvents", "pages", "Tells open pages that something may be new")
            .needs(Access.known())
            .answers(Reply.events("tick, whenever somebody has looked at the pipelines"))
            .does(request -> Answer.events(() -> List.of(new Event("tick", "")))));
  }

  private Answer home(Request request) {
    HomeQuery query =
        HomeQuery.of(
            request.text("q").orElse(""),
            request.text("namespace").orElse(""),
            request.text("show").orElse(""),
            request.text("sort").orElse(""));
    List<Reading> visible = readings.visible(request.who());
    return Drafts.answer(
        pages.render(
            "home",
            HomePage.of(
                frames.live(request, "Pipelines", Place.PIPELINES, Optional.empty()),
                query,
                visible,
                lately(request.who(), visible))));
  }

  private List<Happening> lately(Identity who, List<Reading> visible) {
    Set<String> names =
        visible.stream().map(one -> one.pipeline().name()).collect(Collectors.toSet());
    List<StateChange> changes =
        who.mayEverywhere(Permission.SEE)
            ? history.changes(clock.instant(), LOOKED_THROUGH)
            : history.changes(names, clock.instant(), LOOKED_THROUGH);
    return Happening.of(changes, LATELY);
  }
}
