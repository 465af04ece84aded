package io.sluice.server.api;

import static io.sluice.server.access.Permission.ADMINISTER;

import io.sluice.server.api.document.AuditCheck;
import io.sluice.server.api.document.AuditEntry;
import io.sluice.server.api.document.AuditList;
import io.sluice.server.http.problem.Fault;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Paging;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditFilter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who did what, and whether the log of it is whole. Thread-safe. */
final class AuditEndpoints {
  private static final String TAG = "audit";
  private static final String PATH = Drafts.ROOT + "/audit";

  /** As a check prints it. */
  private static final Pattern SEAL = Pattern.compile("[0-9a-f]{64}");

  private final Audit audit;

  AuditEndpoints(Audit audit) {
    this.audit = audit;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH)
            .needs(Access.everywhere(ADMINISTER))
            .described("listAudit", TAG, "What people did, newest first")
            .query(Parameter.text("who", "Only what they did"))
            .query(Parameter.text("action", "Only this, or what stands before the point: offsets"))
            .query(Parameter.text("pipeline", "Only what was done with this one"))
            .query(Parameter.moment("from", "Only what was done then or later"))
            .query(Parameter.moment("to", "Only what was done before"))
            .paged()
            .answers(Reply.json(200, AuditList.class, "A page of entries"))
            .does(request -> Answer.json(list(request))),
        Route.get(PATH + "/verify")
            .needs(Access.everywhere(ADMINISTER))
            .described("verifyAudit", TAG, "Looks whether an entry was changed, left out or put in")
            .query(Parameter.text("head", "A seal that somebody wrote down: it must be there"))
            .answers(Reply.json(200, AuditCheck.class, "What was found"))
            .does(request -> Answer.json(verify(request))));
  }

  private AuditCheck verify(Request request) {
    Optional<String> head = request.text("head").map(text -> text.toLowerCase(Locale.ROOT));
    if (head.filter(text -> !SEAL.matcher(text).matches()).isPresent()) {
      throw ProblemException.badRequest(
          List.of(Fault.ofQuery("head", "expected 64 hexadecimal digits")));
    }
    return AuditCheck.of(audit.verify(head.orElse(null)));
  }

  private AuditList list(Request request) {
    AuditFilter filter =
        new AuditFilter(
            request.text("who").orElse(""),
            request.text("action").orElse(""),
            request.text("pipeline").orElse(""),
            request.moment("from").orElse(null),
            request.moment("to").orElse(null));
    Paging page = request.paging();
    long before = page.after().map(Long::parseLong).orElse(Long.MAX_VALUE);
    List<Audit.Entry> found = audit.list(filter, before, page.limit() + 1);
    boolean more = found.size() > page.limit();
    List<Audit.Entry> kept = more ? found.subList(0, page.limit()) : found;
    return new AuditList(
        kept.stream().map(AuditEntry::of).toList(),
        more ? page.cursor("" + kept.get(kept.size() - 1).id()) : null);
  }
}
