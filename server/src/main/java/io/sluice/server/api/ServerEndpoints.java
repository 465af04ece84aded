package io.sluice.server.api;

import io.sluice.server.access.Permission;
import io.sluice.server.api.document.MeDocument;
import io.sluice.server.api.document.ServerDocument;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Route;
import io.sluice.server.view.Pipelines;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the server tells of itself. Thread-safe. */
final class ServerEndpoints {
  private final ServerFacts facts;
  private final Pipelines pipelines;
  private final Clock clock;

  ServerEndpoints(ServerFacts facts, Pipelines pipelines, Clock clock) {
    this.facts = facts;
    this.pipelines = pipelines;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Drafts.ROOT + "/me")
            .needs(Access.known())
            .described("getMe", "server", "Who you are, and what you may do")
            .answers(Reply.json(200, MeDocument.class, "You"))
            .does(request -> Answer.json(MeDocument.of(request.who()))),
        Route.get(Drafts.ROOT + "/server")
            .needs(Access.everywhere(Permission.SEE))
            .described("getServer", "server", "Version, uptime and settings of the server")
            .answers(Reply.json(200, ServerDocument.class, "The server"))
            .does(request -> Answer.json(document())));
  }

  private ServerDocument document() {
    Map<String, Integer> states = new TreeMap<>();
    pipelines
        .all()
        .forEach(p -> states.merge(p.state().name().toLowerCase(Locale.ROOT), 1, Integer::sum));
    return new ServerDocument(
        facts.version(),
        facts.startedAt(),
        Duration.between(facts.startedAt(), clock.instant()).toMillis(),
        facts.folder().toString(),
        facts.state(),
        facts.watches(),
        states);
  }
}
