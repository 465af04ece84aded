package io.sluice.server.fleet;

import io.sluice.pipeline.Slo;
import io.sluice.server.folder.Applied;
import io.sluice.server.view.Desired;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pipelines as a server shows them that does not run them: what was applied and how it is wanted,
 * as the state says. How they go is only known where they run. Thread-safe.
 */
final class Elsewhere {
  private final FleetTables tables;
  private final Clock clock;
  private volatile List<PipelineView> seen = List.of();
  private volatile Instant since;

  Elsewhere(FleetTables tables, Clock clock) {
    this.tables = tables;
    this.clock = clock;
    this.since = clock.instant();
  }

  /** Nothing is known from here on, until somebody looks. */
  void begin() {
    since = clock.instant();
    seen = List.of();
  }

  /**
   * Reads what the state says now.
   *
   * @param who a sentence on who runs them
   */
  void look(String who) {
    Map<String, Desired> desired = tables.desired();
    seen =
        tables.applied().values().stream()
            .map(one -> view(one, desired.getOrDefault(one.pipeline(), Desired.RUNNING), who))
            .sorted(Comparator.comparing(PipelineView::name))
            .toList();
  }

  private PipelineView view(Applied applied, Desired desired, String who) {
    return new PipelineView(
        applied.pipeline(),
        applied.namespace(),
        applied.file(),
        Optional.empty(),
        Optional.empty(),
        false,
        List.of(),
        "",
        List.of(),
        applied.version(),
        desired,
        PipelineState.WAITING,
        since,
        Optional.of(who),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Slo.NONE,
        false,
        List.of());
  }

  /** As it was looked at last, sorted by name. */
  List<PipelineView> all() {
    return seen;
  }
}
