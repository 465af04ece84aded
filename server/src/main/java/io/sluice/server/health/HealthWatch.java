package io.sluice.server.health;

import static java.util.Objects.requireNonNull;

import io.sluice.server.history.History;
import io.sluice.server.history.Pulse;
import io.sluice.server.view.Desired;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Knows how each pipeline is, since it hears of all once a second and remembers since when what is
 * the matter. Thread-safe; cheap to ask.
 */
public final class HealthWatch implements Pulse.Listener {
  private final History history;
  private final Clock clock;
  private final Map<String, Course> courses = new HashMap<>(); // by the loop's thread
  private volatile Map<String, Verdict> verdicts = Map.of();

  /**
   * @param history listens to the same loop, before this
   */
  public HealthWatch(History history, Clock clock) {
    this.history = requireNonNull(history);
    this.clock = requireNonNull(clock);
  }

  @Override
  public void look(List<PipelineView> all) {
    Instant now = clock.instant();
    Map<String, Verdict> next = new HashMap<>();
    for (PipelineView view : all) {
      Course course = courses.computeIfAbsent(view.name(), name -> new Course());
      course.follow(view, now);
      next.put(
          view.name(),
          Diagnosis.of(
              view,
              new Diagnosis.Observed(
                  now,
                  course.troubleSince(),
                  course.unappliedSince(),
                  course.otherThanWantedSince(),
                  history.recently(view.name()))));
    }
    courses.keySet().retainAll(next.keySet());
    verdicts = Map.copyOf(next);
  }

  /**
   * The state is not what it was: whatever pipelines do, they keep nothing of it, and none that is
   * wanted to run is well.
   */
  public void withoutState(List<PipelineView> all) {
    look(all);
    Map<String, Verdict> lost = new HashMap<>(verdicts);
    for (PipelineView view : all) {
      List<Verdict.Reason> reasons = new ArrayList<>();
      reasons.add(
          Ailment.STATE_LOST.because(
              "The server's state is damaged, or was deleted or replaced: what it does is not kept,"
                  + " and it is stopped by its next checkpoint"));
      reasons.addAll(verdicts.getOrDefault(view.name(), Verdict.HEALTHY).reasons());
      if (view.desired() == Desired.RUNNING) {
        lost.put(view.name(), new Verdict(Verdict.Health.UNHEALTHY, reasons));
      }
    }
    verdicts = Map.copyOf(lost);
  }

  /**
   * Another server runs them, and knows how they are.
   *
   * @param who a sentence on who does, without its full stop
   */
  public void standBy(List<PipelineView> all, String who) {
    courses.clear();
    Verdict elsewhere =
        new Verdict(Verdict.Health.UNKNOWN, List.of(Ailment.ELSEWHERE.because(who)));
    verdicts =
        all.stream().collect(Collectors.toUnmodifiableMap(PipelineView::name, view -> elsewhere));
  }

  /** How a pipeline was at the last look; empty if nobody looked at it yet. */
  public Optional<Verdict> verdict(String pipeline) {
    return Optional.ofNullable(verdicts.get(pipeline));
  }

  /** How all were at the last look, by name. */
  public Map<String, Verdict> verdicts() {
    return verdicts;
  }
}
