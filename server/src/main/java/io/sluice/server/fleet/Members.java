package io.sluice.server.fleet;

import io.sluice.pipeline.Problem;
import io.sluice.server.folder.Definition;
import io.sluice.server.folder.PipelineFile;
import io.sluice.server.folder.Plan;
import io.sluice.server.operate.FolderPlan;
import io.sluice.server.view.Desired;
import io.sluice.state.StateDatabase;
import io.sluice.state.history.Runs;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Takes pipelines into the roster, each as it was wanted last. Used by one thread at a time. */
final class Members {
  private final Roster roster;
  private final StateDatabase state;
  private final FleetTables tables;
  private final FleetSettings settings;
  private final Clock clock;
  private final Runnable wake;
  private Map<String, Desired> desired = Map.of();

  /**
   * @param wake has the fleet look at once
   */
  Members(
      Roster roster,
      FleetTables tables,
      StateDatabase state,
      FleetSettings settings,
      Clock clock,
      Runnable wake) {
    this.roster = roster;
    this.state = state;
    this.tables = tables;
    this.settings = settings;
    this.clock = clock;
    this.wake = wake;
  }

  /** Several are about to be asked for that may be new. */
  void prepare(Collection<String> names) {
    if (names.stream().anyMatch(name -> roster.find(name).isEmpty())) {
      desired = tables.desired();
    }
  }

  /** The pipeline of that name, made if there is none. */
  ManagedPipeline member(String name) {
    return roster.findOrAdd(
        name,
        missing ->
            new ManagedPipeline(
                name,
                desired.getOrDefault(name, Desired.RUNNING),
                hasCompleted(name),
                settings,
                clock,
                RandomGenerator.getDefault()));
  }

  /** This version is to run from now on, also if the pipeline is about to be forgotten. */
  void define(String name, Definition version) {
    while (!member(name).define(version)) {
      roster.find(name).filter(ManagedPipeline::isForgotten).ifPresent(roster::forget);
      desired = tables.desired();
    }
  }

  private boolean hasCompleted(String name) {
    return state
        .runs()
        .latest(name)
        .filter(run -> run.outcome() == Runs.Outcome.COMPLETED)
        .isPresent();
  }

  /**
   * Each knows how its files are now; those that are in no file and were never applied go.
   *
   * @param applied the names of those that were
   */
  void see(Plan plan, Set<String> applied) {
    Set<String> names = new TreeSet<>(applied);
    names.addAll(plan.files().keySet());
    prepare(names);
    for (String name : names) {
      List<PipelineFile> files = plan.files().getOrDefault(name, List.of());
      member(name).seen(files, files.isEmpty() ? lost(plan.shown(), name) : List.of());
    }
    for (ManagedPipeline pipeline : roster.all()) {
      if (!names.contains(pipeline.name()) && pipeline.definition().isEmpty()) {
        roster.forget(pipeline);
      }
    }
  }

  private static List<Problem> lost(FolderPlan plan, String name) {
    return plan.changes().stream()
        .filter(change -> change.pipeline().equals(name))
        .flatMap(change -> change.problems().stream())
        .toList();
  }

  /** What is wanted has changed. */
  void changed() {
    wake.run();
  }
}
