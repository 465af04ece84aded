package io.sluice.server.api;

import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.api.document.PipelineSummary;
import io.sluice.server.api.document.RemovedPipeline;
import io.sluice.server.http.event.Event;
import io.sluice.server.http.event.Feed;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Json;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.view.PipelineView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What is new of pipelines, as it comes. Thread-safe. */
final class EventEndpoints {
  private final Supplier<List<PipelineView>> latest;
  private final Json json;
  private volatile Made made = new Made(List.of());

  /**
   * @param latest all pipelines as they were looked at last; the same list until the next look
   */
  EventEndpoints(Supplier<List<PipelineView>> latest, Json json) {
    this.latest = latest;
    this.json = json;
  }

  /** Of one look, for all who listen. */
  private static final class Made {
    private final List<PipelineView> of;
    private final List<PipelineSummary> summaries;

    private Made(List<PipelineView> of) {
      this.of = of;
      this.summaries = of.stream().map(PipelineSummary::of).toList();
    }
  }

  @SuppressWarnings("ReferenceEquality") // The same look, not one that saw the same.
  private List<PipelineSummary> summaries() {
    List<PipelineView> all = latest.get();
    Made before = made;
    if (before.of != all) {
      before = new Made(all);
      made = before;
    }
    return before.summaries;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Drafts.ROOT + "/events")
            .needs(Access.somewhere(Permission.SEE))
            .described(
                "listen",
                "events",
                "Server-sent events: each pipeline as lists show it, at first and when it changes")
            .query(Parameter.text("pipeline", "Only this one"))
            .answers(
                Reply.events("pipeline with a PipelineSummary, removed with a RemovedPipeline"))
            .does(this::listen));
  }

  private Answer listen(Request request) {
    Optional<String> only = request.text("pipeline");
    only.ifPresent(name -> requireThere(request.who(), name));
    return Answer.events(new Changes(request.who(), only));
  }

  /** Whoever listens for one that is not there would wait for ever. */
  private void requireThere(Identity who, String name) {
    boolean there =
        summaries().stream()
            .filter(one -> who.may(Permission.SEE, one.namespace()))
            .anyMatch(one -> one.name().equals(name));
    if (!there) {
      throw new ProblemException(ProblemKind.NOT_FOUND, "There is no pipeline " + name);
    }
  }

  /** What one listener knows. */
  private final class Changes implements Feed {
    private final Identity who;
    private final Optional<String> only;
    private Map<String, PipelineSummary> told = Map.of();

    private Changes(Identity who, Optional<String> only) {
      this.who = who;
      this.only = only;
    }

    @Override
    public List<Event> next() {
      Map<String, PipelineSummary> now = new HashMap<>();
      List<Event> events = new ArrayList<>();
      for (PipelineSummary summary : summaries()) {
        if (who.may(Permission.SEE, summary.namespace())
            && only.map(summary.name()::equals).orElse(true)) {
          now.put(summary.name(), summary);
          if (!summary.equals(told.get(summary.name()))) {
            events.add(new Event("pipeline", json.text(summary)));
          }
        }
      }
      told.keySet().stream()
          .filter(name -> !now.containsKey(name))
          .sorted()
          .forEach(name -> events.add(new Event("removed", json.text(new RemovedPipeline(name)))));
      told = now;
      return events;
    }
  }
}
