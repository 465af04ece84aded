package io.sluice.server.console;

import io.sluice.server.access.Permission;
import io.sluice.server.console.page.ConnectorPage;
import io.sluice.server.console.page.ConnectorsPage;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.render.Pages;
import io.sluice.server.draft.Described;
import io.sluice.server.draft.Workbench;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import java.util.List;

/** What is installed, and what each plugin says of its options. Thread-safe. */
final class ConnectorRoutes {
  private final Frames frames;
  private final Pages pages;
  private final Workbench workbench;

  ConnectorRoutes(Frames frames, Pages pages, Workbench workbench) {
    this.frames = frames;
    this.pages = pages;
    this.workbench = workbench;
  }

  List<Route> routes() {
    return List.of(
        Drafts.page("/connectors", "pageConnectors", "What is installed")
            .needs(Access.somewhere(Permission.SEE))
            .query(Parameter.text("q", "To be found in kinds, names, classes, places"))
            .does(this::all),
        Drafts.page("/connectors/{kind}/{name}", "pageConnector", "A plugin with all its options")
            .needs(Access.somewhere(Permission.SEE))
            .part("kind", "Its kind, as the list has it")
            .part("name", "Its name or class")
            .does(this::one));
  }

  private Answer all(Request request) {
    String text = request.text("q").orElse("");
    return Drafts.answer(
        pages.render(
            "connectors",
            ConnectorsPage.of(
                frames.still(request, "Connectors", Place.CONNECTORS),
                text,
                workbench.matching(text).stream()
                    .map(one -> workbench.listed(request.who(), one))
                    .toList())));
  }

  private Answer one(Request request) {
    Described found = workbench.describe(request.part("kind"), request.part("name"));
    return Drafts.answer(
        pages.render(
            "connector",
            ConnectorPage.of(
                frames.still(request, found.plugin().name(), Place.CONNECTORS),
                workbench.listed(request.who(), found.plugin()),
                found.description())));
  }
}
