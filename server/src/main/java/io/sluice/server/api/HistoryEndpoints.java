package io.sluice.server.api;

import static io.sluice.server.access.Permission.SEE;

import io.sluice.server.api.document.SeriesDocument;
import io.sluice.server.api.document.StateChangeList;
import io.sluice.server.history.History;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Paging;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.http.route.RouteDraft;
import io.sluice.server.view.PipelineView;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How pipelines went. Thread-safe. */
final class HistoryEndpoints {
  private static final String TAG = "history";
  private static final long LONGEST = Duration.ofDays(30).toMillis();
  private static final int MOST_POINTS = 1_000;
  private static final int USUAL_POINTS = 200;

  private final History history;
  private final PipelineEndpoints pipelines;
  private final Clock clock;

  HistoryEndpoints(History history, PipelineEndpoints pipelines, Clock clock) {
    this.history = history;
    this.pipelines = pipelines;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Drafts.get("/history", SEE)
            .described("getHistory", TAG, "Rate, lag, freshness, latency over a time until now")
            .query(Parameter.number("span_ms", 1_000, LONGEST, "How long; 15 minutes if not said"))
            .query(Parameter.number("points", 1, MOST_POINTS, "At most so many; 200 if not said"))
            .answers(Reply.json(200, SeriesDocument.class, "A point for each step"))
            .does(request -> Answer.json(series(request))),
        changes(Drafts.get("/state-changes", SEE))
            .described("listStateChanges", TAG, "From which state into which, newest first")
            .does(request -> Answer.json(ofPipeline(request))),
        changes(Route.get(Drafts.ROOT + "/state-changes").needs(Access.somewhere(SEE)))
            .described("listAllStateChanges", TAG, "The same of all pipelines that you may see")
            .does(request -> Answer.json(ofAll(request))));
  }

  private static RouteDraft changes(RouteDraft draft) {
    return draft
        .query(Parameter.moment("before", "Only those before this; now if not said"))
        .query(Parameter.number(Paging.LIMIT, 1, Paging.MOST, "How many at most"))
        .answers(Reply.json(200, StateChangeList.class, "The changes"));
  }

  private SeriesDocument series(Request request) {
    Duration span =
        Duration.ofMillis(request.number("span_ms").orElse(Duration.ofMinutes(15).toMillis()));
    int points = (int) request.number("points").orElse(USUAL_POINTS);
    PipelineView view = pipelines.named(request);
    return SeriesDocument.of(history.series(view.name(), span, points), view.onKafka());
  }

  private StateChangeList ofPipeline(Request request) {
    String name = pipelines.named(request).name();
    return StateChangeList.of(
        history.changes(name, request.moment("before").orElse(clock.instant()), most(request)));
  }

  private StateChangeList ofAll(Request request) {
    Set<String> seen =
        pipelines.visible(request).map(PipelineView::name).collect(Collectors.toSet());
    return StateChangeList.of(
        history.changes(seen, request.moment("before").orElse(clock.instant()), most(request)));
  }

  private static int most(Request request) {
    return (int) request.number(Paging.LIMIT).orElse(Paging.USUAL);
  }
}
