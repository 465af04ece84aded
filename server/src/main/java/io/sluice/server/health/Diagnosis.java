package io.sluice.server.health;

import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.RunFigures.SnapshotFigures;
import io.sluice.engine.run.RunFigures.SnapshotState;
import io.sluice.engine.run.RunStatus;
import io.sluice.pipeline.Problem;
import io.sluice.server.view.Desired;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Series.Point;
import io.sluice.server.view.Verdict;
import io.sluice.server.view.Verdict.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says how a pipeline is, by what it did (invariant 8) and what is wanted of it. Pure: the same
 * facts, the same verdict.
 */
final class Diagnosis {
  /** What passes sooner is not worth anybody's night. */
  static final Duration TRANSITION = Duration.ofMinutes(1);

  static final Duration LONG = Duration.ofMinutes(5);

  /** With fewer records a filter may just not have met one that it lets pass. */
  private static final long MANY = 1_000;

  /** So many tables a sentence names. */
  private static final int NAMED = 5;

  /**
   * What was seen of it over time.
   *
   * @param now the moment of the verdict
   * @param troubleSince since when it fails and tries again without having made any checkpoint;
   *     empty if it does not
   * @param unappliedSince since when its file says something else than what runs
   * @param otherThanWantedSince since when its state is not the one that is wanted
   * @param recently what happened in the last 15 minutes; empty if nobody looked yet
   */
  record Observed(
      Instant now,
      Optional<Instant> troubleSince,
      Optional<Instant> unappliedSince,
      Optional<Instant> otherThanWantedSince,
      Optional<Point> recently) {}

  private final PipelineView view;
  private final Observed observed;
  private final List<Reason> reasons = new ArrayList<>();

  private Diagnosis(PipelineView view, Observed observed) {
    this.view = view;
    this.observed = observed;
  }

  static Verdict of(PipelineView view, Observed observed) {
    return new Diagnosis(view, observed).verdict();
  }

  private Verdict verdict() {
    if (view.desired() == Desired.RUNNING) {
      ofState();
      ofTrouble();
      ofPromises();
      ofDeadLetters();
      ofRows();
      ofPublication();
    } else {
      ofOneRun();
      ofOtherWish();
    }
    ofFile();
    reasons.sort(Comparator.comparing(Reason::health).reversed());
    return reasons.isEmpty() ? Verdict.HEALTHY : new Verdict(reasons.get(0).health(), reasons);
  }

  private void ofState() {
    switch (view.state()) {
      case FAILED ->
          addFailure(Ailment.FAILED, "It has failed and does not go on by itself" + error());
      case INVALID -> add(Ailment.INVALID, "Its file has errors" + problem());
      case STALLED ->
          add(
              Ailment.STALLED,
              "There is something to do, and nothing advances"
                  + view.status().map(RunStatus::waitsFor).map(who -> "; " + who).orElse(""));
      case STARTING -> {
        if (observed.troubleSince().isPresent()) {
          break; // It starts again after a failure, and that is told.
        }
        if (lasts(view.since(), LONG)) {
          add(Ailment.STARTING_LONG, "It has been starting for " + since(view.since()));
        } else {
          add(Ailment.STARTING, "It starts");
        }
      }
      case WAITING -> {
        if (lasts(view.since(), LONG) && view.nextTry().isEmpty()) {
          add(Ailment.NOT_RUNNING, "It has waited for its start for " + since(view.since()));
        } else if (observed.troubleSince().isEmpty()) {
          add(
              Ailment.WAITING,
              "It waits for its start" + view.why().map(why -> ": " + why).orElse(""));
        }
      }
      case PAUSED, STOPPED, STOPPING ->
          observed
              .otherThanWantedSince()
              .filter(since -> lasts(since, TRANSITION))
              .ifPresent(
                  since ->
                      addEnd(
                          Ailment.NOT_RUNNING,
                          "It is wanted to run and has been "
                              + word(view.state())
                              + " for "
                              + since(since)));
      case RUNNING, RETRYING, COMPLETED -> {}
    }
  }

  private void ofTrouble() {
    boolean over =
        view.state() == PipelineState.FAILED
            || view.state() == PipelineState.INVALID
            || view.state() == PipelineState.COMPLETED;
    if (over || observed.troubleSince().isEmpty()) {
      return;
    }
    Instant begin = observed.troubleSince().get();
    // On Kafka there is none: its sinks commit by themselves.
    String without = view.onKafka() ? "for " : "without any checkpoint for ";
    String sentence = "It fails and tries again, " + without + since(begin) + error();
    addFailure(lasts(begin, LONG) ? Ailment.RETRYING_LONG : Ailment.RETRYING, sentence);
  }

  private void ofPromises() {
    Duration freshness = view.status().map(RunStatus::freshness).orElse(null);
    boolean runs =
        view.state() == PipelineState.RUNNING
            || view.state() == PipelineState.STALLED
            || view.state() == PipelineState.RETRYING;
    Optional<Duration> promised = view.promised().freshness();
    if (runs && freshness != null && promised.isPresent()) {
      if (freshness.compareTo(promised.get()) > 0) {
        String sentence =
            "The sinks are "
                + Durations.text(freshness)
                + " behind; "
                + Durations.text(promised.get())
                + " are promised";
        // Nothing is slow where something fails: what that names is to be mended.
        if (observed.troubleSince().isPresent()) {
          addFailure(Ailment.FRESHNESS_EXCEEDED, sentence + ", and it fails" + error());
        } else {
          add(Ailment.FRESHNESS_EXCEEDED, sentence);
        }
      }
    }
  }

  private void ofDeadLetters() {
    long bad = observed.recently().map(Point::deadLettered).orElse(0L);
    if (bad <= 0) {
      return;
    }
    long all = bad + observed.recently().map(Point::delivered).orElse(0L);
    String counts = bad + " of " + all + " records of the last 15 minutes are dead letters";
    boolean missed =
        view.promised()
            .success()
            .filter(success -> (double) (all - bad) / all < success.fraction())
            .isPresent();
    if (missed) {
      add(
          Ailment.SUCCESS_MISSED,
          counts + "; " + view.promised().success().orElseThrow() + " are to succeed");
    } else {
      add(Ailment.DEAD_LETTERS, counts);
    }
  }

  /** Success with nothing in it is none, if there was something to be had. */
  private void ofRows() {
    RunStatus.Counts counts = view.status().map(RunStatus::counts).orElse(null);
    if (counts == null
        || view.state() != PipelineState.COMPLETED && view.state() != PipelineState.RUNNING) {
      return;
    }
    Optional<SnapshotFigures> snapshot = view.figures().flatMap(RunFigures::snapshot);
    boolean read = snapshot.filter(tables -> tables.state() == SnapshotState.COMPLETED).isPresent();
    boolean never = counts.polled() == 0 && view.status().map(RunStatus::checkpoint).isEmpty();
    // A run that takes up a snapshot may have no table left to read: it has a checkpoint.
    if (read && never && snapshot.orElseThrow().tables() == 0) {
      add(Ailment.NO_TABLES, "Not one table of the source is read");
    } else if (read
        && snapshot.orElseThrow().rows() == 0
        && snapshot.orElseThrow().expectedRows() > 0) {
      add(
          Ailment.NO_ROWS,
          "Its tables were read without a single row, although the source believes that they have"
              + " about "
              + snapshot.orElseThrow().expectedRows());
    } else if (view.state() == PipelineState.COMPLETED && never && snapshot.isEmpty()) {
      add(Ailment.NOTHING_FOUND, "It has ended without ever having met a record");
    } else if (counts.filtered() >= MANY && counts.delivered() == 0 && counts.deadLettered() <= 0) {
      // Some may be on their way to the filter: there mostly are, while records flow.
      add(
          Ailment.ALL_FILTERED,
          "A filter dropped all " + counts.filtered() + " records of this run so far");
    }
  }

  /** A table without changes looks like one whose changes are not sent. */
  private void ofPublication() {
    List<String> tables = view.figures().map(RunFigures::unpublished).orElse(List.of());
    if (!tables.isEmpty()) {
      int more = tables.size() - NAMED;
      add(
          Ailment.UNPUBLISHED,
          "The publication lacks, or has lacked since the start, "
              + tables.size()
              + (tables.size() == 1 ? " captured table" : " captured tables")
              + ", whose changes are not sent: "
              + String.join(", ", tables.subList(0, Math.min(NAMED, tables.size())))
              + (more > 0 ? " and " + more + " more" : ""));
    }
  }

  /** One that nobody wants to run may have been run once; how that went is worth as much. */
  private void ofOneRun() {
    if (view.state() == PipelineState.FAILED) {
      addFailure(Ailment.FAILED, "Its one run has failed" + error());
    } else if (view.state() == PipelineState.COMPLETED) {
      ofDeadLetters();
      ofRows();
    }
  }

  private void ofOtherWish() {
    observed
        .otherThanWantedSince()
        .filter(since -> lasts(since, TRANSITION))
        .ifPresent(
            since ->
                addEnd(
                    Ailment.NOT_STOPPED,
                    "It is wanted "
                        + (view.desired() == Desired.PAUSED ? "paused" : "stopped")
                        + " and has been "
                        + word(view.state())
                        + " for "
                        + since(since)));
  }

  /** An end that does not come has a reason, where it failed. */
  private void addEnd(Ailment ailment, String sentence) {
    if (view.state() == PipelineState.STOPPING && view.why().isPresent()) {
      addFailure(ailment, sentence + error());
    } else {
      add(ailment, sentence);
    }
  }

  private void ofFile() {
    boolean errors = view.problems().stream().anyMatch(Problem::isError);
    if (errors && view.state() != PipelineState.INVALID) {
      add(
          Ailment.FILE_INVALID,
          "Its file is wrong or cannot be read, so the version before goes on" + problem());
    } else if (!errors) {
      observed
          .unappliedSince()
          .filter(since -> lasts(since, TRANSITION))
          .ifPresent(
              since ->
                  add(
                      Ailment.UNAPPLIED,
                      "Its file says something else than what runs, for " + since(since)));
    }
  }

  private void add(Ailment ailment, String sentence) {
    reasons.add(ailment.because(sentence));
  }

  private void addFailure(Ailment ailment, String sentence) {
    reasons.add(
        view.error()
            .map(error -> ailment.because(sentence, error))
            .orElseGet(() -> ailment.because(sentence)));
  }

  /** In short; the chain of causes is in the error, which goes with the reason. */
  private String error() {
    return view.error()
        .map(RunError::title)
        .filter(title -> view.why().isEmpty() || isOfError(view.why().get()))
        .or(view::why)
        .map(message -> ": " + message)
        .orElse("");
  }

  /** Whether a sentence is the last error in one line. */
  private boolean isOfError(String why) {
    return view.error().filter(error -> error.message().equals(why)).isPresent();
  }

  private String problem() {
    return view.problems().stream()
        .filter(Problem::isError)
        .findFirst()
        .map(problem -> ": " + problem)
        .orElse("");
  }

  private boolean lasts(Instant since, Duration atLeast) {
    return !since.plus(atLeast).isAfter(observed.now());
  }

  private String since(Instant begin) {
    return Durations.text(Duration.between(begin, observed.now()));
  }

  private static String word(PipelineState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
