package io.sluice.server.console;

import io.sluice.server.access.Permission;
import io.sluice.server.console.page.AuditPage;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.render.Pages;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditFilter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What people changed. Thread-safe. */
final class AuditRoutes {
  private static final int ENTRIES = 100;

  private final Frames frames;
  private final Pages pages;
  private final Audit audit;

  AuditRoutes(Frames frames, Pages pages, Audit audit) {
    this.frames = frames;
    this.pages = pages;
    this.audit = audit;
  }

  List<Route> routes() {
    return List.of(
        Drafts.page(AuditPage.PATH, "pageAudit", "What people changed")
            .needs(Access.everywhere(Permission.ADMINISTER))
            .query(Parameter.text("who", "Only what they did"))
            .query(Parameter.text("action", "Only this, or what stands before the point"))
            .query(Parameter.text("pipeline", "Only of this one"))
            .query(Parameter.moment("from", "Only then or later"))
            .query(Parameter.moment("to", "Only before"))
            .query(Parameter.number("before", 1, Long.MAX_VALUE, "Only entries before this one"))
            .does(this::list));
  }

  private Answer list(Request request) {
    AuditFilter filter =
        new AuditFilter(
            request.text("who").orElse(""),
            request.text("action").orElse(""),
            request.text("pipeline").orElse(""),
            request.moment("from").orElse(null),
            request.moment("to").orElse(null));
    OptionalLong before = request.number("before");
    List<Audit.Entry> found = audit.list(filter, before.orElse(Long.MAX_VALUE), ENTRIES + 1);
    boolean more = found.size() > ENTRIES;
    List<Audit.Entry> shown = more ? found.subList(0, ENTRIES) : found;
    // What is older does not change any more.
    Frame frame =
        before.isPresent()
            ? frames.still(request, "Audit", Place.AUDIT)
            : frames.live(request, "Audit", Place.AUDIT, Optional.empty());
    return Drafts.answer(
        pages.render(
            "audit",
            AuditPage.of(
                frame,
                filter,
                shown,
                more ? Optional.of(shown.get(shown.size() - 1).id()) : Optional.empty())));
  }
}
