package io.sluice.server.metrics;

import static java.util.Objects.requireNonNull;

import io.sluice.server.health.HealthWatch;
import io.sluice.server.history.Pulse;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Pipelines;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All samples of all families at one moment, whoever they are for. Thread-safe. */
public final class Collected {
  private final Sources sources;
  private final String version;
  private final Clock clock;
  private final Instant startedAt;

  /**
   * Where samples come from.
   *
   * @param totals listens to the pulse
   * @param health listens to the pulse
   * @param traces empty if nothing is followed
   */
  public record Sources(
      Pipelines pipelines,
      Pulse pulse,
      Totals totals,
      HealthWatch health,
      OpenLetters letters,
      HttpMeter http,
      Optional<TraceMeter> traces) {}

  /**
   * @param version of this server
   */
  public Collected(Sources sources, String version, Clock clock) {
    this.sources = requireNonNull(sources);
    this.version = requireNonNull(version);
    this.clock = requireNonNull(clock);
    this.startedAt = clock.instant();
  }

  /** When counters began at zero. */
  Instant startedAt() {
    return startedAt;
  }

  /** Those families that have samples, in the order of {@link Family}. */
  Map<Family, List<Sample>> now() {
    Map<Family, List<Sample>> families = new EnumMap<>(Family.class);
    Optional<Map<String, Long>> letters = sources.letters().byPipeline();
    Instant now = clock.instant();
    for (PipelineView view : sources.pipelines().all()) {
      add(families, PipelineGauges.of(view, sources.health().verdict(view.name()), now));
      letters
          .map(open -> open.getOrDefault(view.name(), 0L))
          .filter(open -> isKnown(view, open))
          .ifPresent(open -> add(families, List.of(openLetters(view, open))));
    }
    add(families, sources.totals().samples());
    add(families, serverSamples());
    add(families, JvmSamples.now());
    add(families, sources.http().samples());
    sources.traces().ifPresent(traces -> add(families, traces.samples()));
    return families;
  }

  /** Those of a pipeline on Kafka lie in topics: that there are none here says nothing of them. */
  private static boolean isKnown(PipelineView view, long open) {
    return switch (view.engine()) {
      case DIRECT -> true;
      case KAFKA -> false;
      case UNKNOWN -> open > 0;
    };
  }

  private static Sample openLetters(PipelineView view, long open) {
    return Sample.of(Family.DEAD_LETTERS_OPEN, open, view.name(), view.namespace());
  }

  private List<Sample> serverSamples() {
    return List.of(
        Sample.of(Family.VERSION, 1, version),
        Sample.of(Family.UPTIME, Duration.between(startedAt, clock.instant()).toMillis() / 1000.0),
        Sample.of(Family.PULSE_AGE, sources.pulse().sinceLastTurn().toMillis() / 1000.0));
  }

  private static void add(Map<Family, List<Sample>> families, List<Sample> samples) {
    for (Sample sample : samples) {
      families.computeIfAbsent(sample.family(), family -> new ArrayList<>()).add(sample);
    }
  }
}
