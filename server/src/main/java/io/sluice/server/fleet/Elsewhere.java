package io.sluice.server.fleet;

import io.sluice.pipeline.Slo;
import io.sluice.server.folder.Applied;
import io.sluice.server.folder.Definition;
import io.sluice.server.view.Desired;
import io.sluice.server.view.Engine;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Pipelines as a server shows them that does not run them: what was applied and how it is wanted,
 * as the state says. How they go is only known where they run. Thread-safe.
 */
final class Elsewhere {
  private final FleetTables tables;
  private final Function<Applied, Optional<Definition>> meaning;
  private final Clock clock;
  private Map<String, Known> known = Map.of();
  private volatile List<PipelineView> seen = List.of();
  private volatile Instant since;

  /**
   * What was applied, with what it means.
   *
   * @param version empty if its text was not kept, or cannot be read here
   */
  private record Known(Applied applied, Optional<Definition> version) {}

  /**
   * @param meaning of what was applied; empty where nobody can read it
   */
  Elsewhere(FleetTables tables, Function<Applied, Optional<Definition>> meaning, Clock clock) {
    this.tables = tables;
    this.meaning = meaning;
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
  synchronized void look(String who) {
    Map<String, Desired> desired = tables.desired();
    Map<String, Known> now = new HashMap<>();
    tables.applied().forEach((name, applied) -> now.put(name, known(applied)));
    known = now;
    seen =
        now.values().stream()
            .map(
                one ->
                    view(one, desired.getOrDefault(one.applied().pipeline(), Desired.RUNNING), who))
            .sorted(Comparator.comparing(PipelineView::name))
            .toList();
  }

  /** A text is read once: this is asked every few seconds. */
  private Known known(Applied applied) {
    Known before = known.get(applied.pipeline());
    return before != null && before.applied().equals(applied)
        ? before
        : new Known(applied, meaning.apply(applied));
  }

  private PipelineView view(Known one, Desired desired, String who) {
    Applied applied = one.applied();
    Optional<Definition> version = one.version();
    return new PipelineView(
        applied.pipeline(),
        applied.namespace(),
        applied.file(),
        version.flatMap(Definition::owner),
        version.flatMap(Definition::description),
        version.map(Definition::engine).orElse(Engine.UNKNOWN),
        version.map(Definition::topics).orElse(List.of()),
        version.map(Definition::source).orElse(""),
        version.map(Definition::sinks).orElse(List.of()),
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
