package io.sluice.server.console.letter;

import io.sluice.server.access.Permission;
import io.sluice.server.console.chart.Bars;
import io.sluice.server.console.page.Copy;
import io.sluice.server.console.page.Curl;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.PipelineHead;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.page.Tab;
import io.sluice.server.operate.LetterJob;
import io.sluice.server.operate.TopicLetters;
import io.sluice.server.view.LetterSpan;
import io.sluice.server.view.PipelineView;
import io.sluice.state.deadletter.LetterSurvey.Intervals;
import io.sluice.state.deadletter.LetterSurvey.Kind;
import io.sluice.state.deadletter.LetterSurvey.Tally;
import java.time.Duration;
import java.time.Instant;
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

/**
 * Dead letters by kind of error and time, of one pipeline or of all.
 *
 * @param head of the pipeline; empty for all
 * @param open how many letters are open in the kinds that are shown
 * @param more whether there are more kinds than are shown
 * @param unknown pipelines on Kafka whose letters cannot be seen now
 * @param older pipelines on Kafka whose topics were not read just now, and as of when they were
 * @param away why those of the one pipeline cannot be seen; empty where they can
 * @param jobs that are under way
 */
public record LettersPage(
    Frame frame,
    Optional<PipelineHead> head,
    LetterSpan span,
    boolean closed,
    List<Choice> spans,
    Choice others,
    Bars arrivals,
    List<KindRow> kinds,
    long open,
    boolean more,
    List<String> unknown,
    List<Older> older,
    Optional<Refused> away,
    boolean mayOperate,
    List<LetterJob> jobs,
    List<Copy> copies) {
  public LettersPage {
    spans = List.copyOf(spans);
    kinds = List.copyOf(kinds);
    unknown = List.copyOf(unknown);
    older = List.copyOf(older);
    jobs = List.copyOf(jobs);
    copies = List.copyOf(copies);
  }

  /** A pipeline whose letters are counted as of then. */
  public record Older(String pipeline, Instant readAt) {}

  /** The page seen in another way. */
  public record Choice(String label, String address, boolean current) {}

  /**
   * What is known.
   *
   * @param kinds those in the state, seen last first, at most one more than are shown
   * @param topics the others
   */
  public record Survey(
      LetterSpan span,
      boolean closed,
      Intervals over,
      List<Tally> kinds,
      Map<Kind, List<Long>> arrivals,
      InTopics topics) {}

  /**
   * What lies in topics.
   *
   * @param kinds by pipeline, each as of when its topics were read
   * @param unknown pipelines of which nobody can tell, and why
   */
  public record InTopics(Map<String, TopicLetters.Kinds> kinds, Map<String, Refused> unknown) {}

  /** Of many, what was read so short a time ago is of now. */
  private static final Duration JUST_NOW = Duration.ofSeconds(5);

  /** How many kinds a page shows. */
  public static final int MOST = 100;

  /** Of all pipelines that the visitor may see. */
  public static LettersPage ofAll(Frame frame, Collection<PipelineView> visible, Survey survey) {
    return of(
        frame,
        Optional.empty(),
        visible,
        survey,
        LetterAddresses.ALL,
        List.of(),
        List.of(
            new Copy(
                "API call", Curl.get("/api/v1/dead-letters/groups?span=" + survey.span().id()))));
  }

  /** Of one pipeline. */
  public static LettersPage of(
      Frame frame, Reading reading, Survey survey, List<LetterJob> running) {
    return of(
        frame,
        Optional.of(PipelineHead.of(frame, reading, Tab.LETTERS)),
        List.of(reading.pipeline()),
        survey,
        LetterAddresses.of(reading.pipeline().name()),
        running,
        List.of());
  }

  private static LettersPage of(
      Frame frame,
      Optional<PipelineHead> head,
      Collection<PipelineView> pipelines,
      Survey survey,
      String path,
      List<LetterJob> running,
      List<Copy> copies) {
    Set<String> looked = may(frame, pipelines, Permission.LOOK_AT_RECORDS);
    List<Long> none = Collections.nCopies(survey.over().intervals(), 0L);
    List<Counted> all = new ArrayList<>();
    for (Tally tally : survey.kinds()) {
      Bars arrivals = bars(survey, survey.arrivals().getOrDefault(tally.kind(), none));
      boolean look = looked.contains(tally.kind().pipeline());
      all.add(new Counted(KindRow.of(tally, arrivals, look, frame.now()), tally.open()));
    }
    survey
        .topics()
        .kinds()
        .forEach(
            (pipeline, kinds) -> {
              boolean look = looked.contains(pipeline);
              kinds.kinds().stream()
                  .filter(kind -> kind.open() > 0 || survey.closed())
                  .map(
                      kind ->
                          new Counted(KindRow.of(pipeline, kind, look, frame.now()), kind.open()))
                  .forEach(all::add);
            });
    all.sort(Comparator.comparing((Counted one) -> one.row().lastSeen()).reversed());
    boolean more = all.size() > MOST;
    List<Counted> shown = more ? all.subList(0, MOST) : all;
    return new LettersPage(
        frame,
        head,
        survey.span(),
        survey.closed(),
        Arrays.stream(LetterSpan.values())
            .map(
                one ->
                    new Choice(
                        one.label(),
                        LetterAddresses.kinds(path, one, survey.closed()),
                        one == survey.span()))
            .toList(),
        new Choice(
            survey.closed() ? "Only kinds with open letters" : "Kinds without open letters, too",
            LetterAddresses.kinds(path, survey.span(), !survey.closed()),
            false),
        bars(survey, sum(survey.arrivals().values(), none)),
        shown.stream().map(Counted::row).toList(),
        shown.stream().mapToLong(Counted::open).sum(),
        more,
        survey.topics().unknown().keySet().stream().sorted().toList(),
        older(survey, head.isPresent() ? Duration.ZERO : JUST_NOW, frame.now()),
        head.map(one -> survey.topics().unknown().get(one.pipeline().name())),
        head.isPresent() && !may(frame, pipelines, Permission.OPERATE).isEmpty(),
        running.stream().filter(job -> !job.state().ended()).toList(),
        copies);
  }

  private static List<Older> older(Survey survey, Duration than, Instant now) {
    return survey.topics().kinds().entrySet().stream()
        .filter(each -> !each.getValue().readAt().plus(than).isAfter(now))
        .map(each -> new Older(each.getKey(), each.getValue().readAt()))
        .sorted(Comparator.comparing(Older::pipeline))
        .toList();
  }

  /** A row, and how many letters of it are open. */
  private record Counted(KindRow row, long open) {}

  private static Set<String> may(
      Frame frame, Collection<PipelineView> pipelines, Permission permission) {
    return pipelines.stream()
        .filter(view -> frame.may(permission, view.namespace()))
        .map(PipelineView::name)
        .collect(Collectors.toSet());
  }

  private static Bars bars(Survey survey, List<Long> counts) {
    return Bars.of(survey.over().from(), survey.over().length(), counts, "letter");
  }

  private static List<Long> sum(Collection<List<Long>> all, List<Long> none) {
    List<Long> sum = new ArrayList<>(none);
    for (List<Long> one : all) {
      for (int i = 0; i < sum.size(); i++) {
        sum.set(i, sum.get(i) + one.get(i));
      }
    }
    return sum;
  }

  /** Whether the one pipeline runs on Kafka. */
  public boolean onKafka() {
    return head.filter(one -> one.pipeline().onKafka()).isPresent();
  }

  /** Having something done with all open letters of the pipeline. */
  public String act(LetterJob.Kind kind) {
    return LetterAddresses.act(
        head.map(one -> one.pipeline().name()).orElseThrow(), kind, LetterAddresses.EACH);
  }
}
