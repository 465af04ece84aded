package io.sluice.server.console.page;

import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.RunFigures.DatasetFigures;
import io.sluice.engine.run.RunStatus;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Rates;
import io.sluice.server.view.Series;
import io.sluice.server.view.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline with what was made of it.
 *
 * @param rates how fast records go now
 * @param trend records delivered in a second over the last minutes, oldest first; NaN where unknown
 */
public record Reading(PipelineView pipeline, Verdict verdict, Rates rates, List<Double> trend) {
  public Reading {
    trend = List.copyOf(trend);
  }

  /** With how it went lately. */
  public static Reading of(PipelineView pipeline, Verdict verdict, Rates rates, Series lately) {
    return new Reading(pipeline, verdict, rates, Charts.rates(lately));
  }

  /** Records delivered in a second; NaN where nothing runs. */
  public double rate() {
    return running().isPresent() ? rates.delivered() : Double.NaN;
  }

  /** How it stands: by its health, and by its state where nothing is wrong with it. */
  public Tone tone() {
    return switch (verdict.health()) {
      case UNHEALTHY -> Tone.BAD;
      case DEGRADED -> Tone.WARN;
      case UNKNOWN -> Tone.BUSY;
      case HEALTHY -> {
        Tone byState = StateLook.of(pipeline.state()).tone();
        yield byState == Tone.BAD || byState == Tone.WARN ? Tone.WARN : byState;
      }
    };
  }

  /** How long the newest record took to be delivered. */
  public Optional<Duration> lag() {
    return running().map(RunStatus::lag);
  }

  /** How far the sinks may be behind. */
  public Optional<Duration> freshness() {
    return running().map(RunStatus::freshness);
  }

  /** Tables or topics that it moves, as far as they are known. */
  public List<String> datasets() {
    return pipeline.figures().map(RunFigures::sinks).stream()
        .flatMap(List::stream)
        .flatMap(sink -> sink.datasets().stream())
        .map(DatasetFigures::topic)
        .distinct()
        .toList();
  }

  /** What an ended run measured last says nothing of now. */
  private Optional<RunStatus> running() {
    return pipeline.status().filter(status -> !status.state().ended());
  }
}
