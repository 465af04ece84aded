package io.sluice.server.api;

import static io.sluice.server.access.Permission.LOOK_AT_RECORDS;
import static io.sluice.server.access.Permission.SEE;

import io.sluice.server.api.document.LetterGroup;
import io.sluice.server.api.document.LetterGroupList;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.http.route.RouteDraft;
import io.sluice.server.operate.LetterOperations;
import io.sluice.server.operate.LetterPlaces;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.TopicLetters.Kinds;
import io.sluice.server.operate.TopicLetters.Told;
import io.sluice.server.view.Engine;
import io.sluice.server.view.LetterSpan;
import io.sluice.server.view.PipelineView;
import io.sluice.state.deadletter.LetterSurvey;
import io.sluice.state.deadletter.LetterSurvey.Intervals;
import io.sluice.state.deadletter.LetterSurvey.Kind;
import io.sluice.state.deadletter.LetterSurvey.Tally;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Dead letters by kind of error and time, of one pipeline and of all. Thread-safe. */
final class LetterGroupEndpoints {
  private static final String TAG = "dead letters";

  /** More kinds than anybody reads. */
  private static final int MOST = 200;

  private final LetterSurvey survey;
  private final LetterOperations operations;
  private final PipelineEndpoints pipelines;
  private final Clock clock;

  LetterGroupEndpoints(
      LetterSurvey survey, LetterOperations operations, PipelineEndpoints pipelines, Clock clock) {
    this.survey = survey;
    this.operations = operations;
    this.pipelines = pipelines;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        grouped(Drafts.get("/dead-letters/groups", SEE))
            .described("groupDeadLetters", TAG, "Dead letters of a pipeline by kind of error")
            .does(request -> Answer.json(groups(request, List.of(pipelines.named(request))))),
        grouped(Route.get(Drafts.ROOT + "/dead-letters/groups").needs(Access.somewhere(SEE)))
            .described("groupAllDeadLetters", TAG, "The same of all pipelines that you may see")
            .does(request -> Answer.json(groups(request, pipelines.visible(request).toList()))));
  }

  private static RouteDraft grouped(RouteDraft draft) {
    return draft
        .query(
            Parameter.choice(
                "span",
                Arrays.stream(LetterSpan.values()).map(LetterSpan::id).toList(),
                "How far back arrivals are counted; " + LetterSpan.DAY.id() + " if not said"))
        .query(Parameter.flag("closed", "Whether groups of which none is open are told as well"))
        .answers(Reply.json(200, LetterGroupList.class, "The kinds, the one seen last first"));
  }

  /** Of one pipeline on Kafka it is refused where nobody can tell; of many, said. */
  private LetterGroupList groups(Request request, Collection<PipelineView> of) {
    Set<String> looked =
        of.stream()
            .filter(view -> request.who().may(LOOK_AT_RECORDS, view.namespace()))
            .map(PipelineView::name)
            .collect(Collectors.toSet());
    Intervals over = LetterSpan.named(request.text("span").orElse("")).intervals(clock.instant());
    List<LetterGroup> groups = new ArrayList<>(inState(request, of, over, looked));
    List<String> unknown = new ArrayList<>();
    Set<String> here = groups.stream().map(LetterGroup::pipeline).collect(Collectors.toSet());
    for (PipelineView view : of) {
      if (view.engine() == Engine.UNKNOWN && !here.contains(view.name())) {
        if (of.size() == 1) {
          throw LetterPlaces.unknown(view);
        }
        unknown.add(view.name());
      }
    }
    List<LetterGroupList.Counted> counted = new ArrayList<>();
    inTopics(of)
        .forEach(
            (name, told) ->
                told.kinds()
                    .ifPresentOrElse(
                        known -> {
                          groups.addAll(inTopics(request, name, known, looked));
                          counted.add(new LetterGroupList.Counted(name, known.readAt()));
                        },
                        () -> unknown.add(name)));
    groups.sort(Comparator.comparing(LetterGroup::lastSeen).reversed());
    boolean more = groups.size() > MOST;
    List<LetterGroup> told = more ? groups.subList(0, MOST) : groups;
    return new LetterGroupList(
        told.stream().mapToLong(LetterGroup::count).sum(),
        over.from(),
        over.length().toMillis(),
        more,
        unknown,
        counted,
        told);
  }

  private List<LetterGroup> inState(
      Request request, Collection<PipelineView> of, Intervals over, Set<String> looked) {
    Set<String> names =
        of.stream()
            .filter(view -> !view.onKafka())
            .map(PipelineView::name)
            .collect(Collectors.toSet());
    List<Tally> kinds = survey.kinds(names, request.flag("closed"), MOST + 1);
    Map<Kind, List<Long>> arrivals = survey.arrivals(names, over);
    List<Long> none = Collections.nCopies(over.intervals(), 0L);
    return kinds.stream()
        .map(
            tally ->
                LetterGroup.of(
                    tally,
                    arrivals.getOrDefault(tally.kind(), none),
                    looked.contains(tally.kind().pipeline())))
        .toList();
  }

  /** Of those on Kafka; of one alone it is refused where nobody can tell. */
  private Map<String, Told> inTopics(Collection<PipelineView> of) {
    List<String> names = of.stream().filter(PipelineView::onKafka).map(PipelineView::name).toList();
    if (names.isEmpty()) {
      return Map.of();
    }
    if (of.size() == 1) {
      Kinds known = operations.inTopics().kinds(names.get(0));
      return Map.of(names.get(0), new Told(Optional.of(known), Optional.empty()));
    }
    try {
      return operations.inTopics().kinds(names);
    } catch (Refusal standby) {
      return names.stream()
          .collect(
              Collectors.toMap(
                  name -> name, name -> new Told(Optional.empty(), Optional.of(standby))));
    }
  }

  private static List<LetterGroup> inTopics(
      Request request, String pipeline, Kinds known, Set<String> looked) {
    return known.kinds().stream()
        .filter(kind -> kind.open() > 0 || request.flag("closed"))
        .map(kind -> LetterGroup.of(pipeline, kind, looked.contains(pipeline)))
        .toList();
  }
}
