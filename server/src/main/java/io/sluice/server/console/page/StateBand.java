package io.sluice.server.console.page;

import io.sluice.server.console.chart.Band;
import io.sluice.server.console.chart.TimeAxis;
import io.sluice.server.console.text.Figures;
import io.sluice.server.console.text.Times;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Series;
import io.sluice.server.view.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * States over time, as a band and in words.
 *
 * @param changes newest first
 */
public record StateBand(Band band, List<Change> changes) {
  public StateBand {
    changes = List.copyOf(changes);
  }

  /** A state that began. */
  public record Change(Instant at, String ago, StateLook state, String lasted, String reason) {}

  /**
   * Of the changes within a time.
   *
   * @param changes oldest first; one from before that time, if there was any, tells how it began
   */
  static StateBand of(Series series, List<StateChange> changes, PipelineView pipeline) {
    TimeAxis axis = new TimeAxis(series.from(), series.until());
    List<Band.Stretch> stretches = new ArrayList<>();
    List<Change> told = new ArrayList<>();
    if (changes.isEmpty()) {
      // Nothing changed in this time: it is in the state in which it is, since it came into it.
      add(stretches, axis, pipeline.since(), axis.to(), pipeline.state(), "");
    }
    for (int i = 0; i < changes.size(); i++) {
      StateChange change = changes.get(i);
      PipelineState before = change.from().orElse(null);
      if (i == 0 && before != null) {
        add(stretches, axis, axis.from(), change.at(), before, "");
      }
      Optional<StateChange> next =
          i + 1 < changes.size() ? Optional.of(changes.get(i + 1)) : Optional.empty();
      Instant end = next.map(one -> end(series, change, one)).orElse(axis.to());
      add(stretches, axis, change.at(), end, change.to(), change.reason());
      if (!change.at().isBefore(axis.from())) {
        told.add(
            0,
            new Change(
                change.at(),
                Times.ago(change.at(), axis.to()),
                StateLook.of(change.to()),
                next.isPresent() ? "for " + lasted(change.at(), end) : "until now",
                change.reason()));
      }
    }
    return new StateBand(new Band(axis, stretches), told);
  }

  /** A server that comes anew knows the state before until somebody last looked. */
  private static Instant end(Series series, StateChange change, StateChange next) {
    if (next.from().isPresent()) {
      return next.at();
    }
    Instant seen = change.at();
    for (Series.Point point : series.points()) {
      Instant until = point.at().plus(point.watched());
      if (point.at().isBefore(next.at()) && until.isAfter(seen)) {
        seen = until;
      }
    }
    return seen.isBefore(next.at()) ? seen : next.at();
  }

  private static void add(
      List<Band.Stretch> stretches,
      TimeAxis axis,
      Instant from,
      Instant to,
      @Nullable PipelineState state,
      String reason) {
    if (state == null || !to.isAfter(axis.from())) {
      return;
    }
    StateLook look = StateLook.of(state);
    String title =
        look.word()
            + " for "
            + lasted(from, to)
            + ", from "
            + Times.moment(from)
            + (reason.isEmpty() ? "" : ": " + reason);
    stretches.add(
        Band.stretch(axis, from, to, look.tone().cssClass() + " is-" + look.shape(), title));
  }

  private static String lasted(Instant from, Instant to) {
    return Figures.time(Duration.between(from, to));
  }
}
