package io.sluice.server.console;

import io.sluice.server.console.page.DocumentPage;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.render.Documents;
import io.sluice.server.console.render.Pages;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import java.util.List;

/** The documentation's pages, to which errors lead. Thread-safe. */
final class DocumentRoutes {
  private final Documents documents = new Documents();
  private final Frames frames;
  private final Pages pages;

  DocumentRoutes(Frames frames, Pages pages) {
    this.frames = frames;
    this.pages = pages;
  }

  List<Route> routes() {
    return List.of(
        Drafts.page("/docs/{section}/{name}", "pageDocument", "A page of the documentation")
            .part("section", "As how-to, reference")
            .part("name", "Of the file")
            .needs(Access.known())
            .does(this::show));
  }

  private Answer show(Request request) {
    Documents.Document document =
        documents
            .find(request.part("section"), request.part("name"))
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemKind.NOT_FOUND, "The documentation has no such page here"));
    return Drafts.answer(
        pages.render(
            "document",
            new DocumentPage(
                frames.still(request, document.title(), Place.ELSEWHERE), document.html())));
  }
}
