package io.sluice.server.fleet;

import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.Slo;
import io.sluice.server.fleet.Step.Wanted;
import io.sluice.server.folder.Definition;
import io.sluice.server.folder.PipelineFile;
import io.sluice.server.view.Desired;
import io.sluice.server.view.Engine;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of a pipeline, and since when it is so. Guarded by its {@link ManagedPipeline}.
 * Invariant 8: what a run shows is what it says of itself.
 */
final class Standing {
  /**
   * What is known of a pipeline but its runs.
   *
   * @param lost problems of a file that cannot be read any more
   */
  record Basis(
      String name,
      Optional<Definition> definition,
      List<PipelineFile> files,
      List<Problem> lost,
      Desired desired,
      boolean removed,
      Wanted wanted) {}

  /** A state, with what it does not tell by itself. */
  private record Now(PipelineState state, @Nullable String why, @Nullable Instant nextTry) {
    static Now of(PipelineState state) {
      return new Now(state, null, null);
    }
  }

  private final boolean completedBefore;
  private @Nullable PipelineState last;
  private Instant since;

  /**
   * @param completed whether the last run of an earlier process read its source to the end
   */
  Standing(boolean completed, Instant now) {
    this.completedBefore = completed;
    this.since = now;
  }

  PipelineView view(Basis basis, Attempts attempts, Instant at) {
    Optional<RunStatus> status = attempts.status();
    Now now = now(basis, attempts, status);
    if (now.state() != last) {
      since = at;
      last = now.state();
    }
    Optional<Definition> version = basis.definition();
    Optional<PipelineFile> file = basis.files().stream().findFirst();
    return new PipelineView(
        basis.name(),
        version
            .map(Definition::namespace)
            .or(() -> file.map(PipelineFile::namespace))
            .orElse(PipelineView.DEFAULT_NAMESPACE),
        version
            .map(Definition::file)
            .or(() -> file.map(PipelineFile::file))
            .orElseGet(() -> Path.of("")),
        version.flatMap(Definition::owner),
        version.flatMap(Definition::description),
        version
            .or(() -> file.flatMap(PipelineFile::definition))
            .map(Definition::engine)
            .orElse(Engine.UNKNOWN),
        version.map(Definition::topics).orElse(List.of()),
        version.map(Definition::source).orElse(""),
        version.map(Definition::sinks).orElse(List.of()),
        version.map(Definition::version).orElse(""),
        basis.desired(),
        now.state(),
        since,
        Optional.ofNullable(now.why()),
        Optional.ofNullable(now.nextTry()),
        status,
        attempts.run().flatMap(Execution::figures),
        status.map(RunStatus::lastError).or(attempts::refusal),
        version.map(Definition::promised).orElse(Slo.NONE),
        isUnapplied(basis),
        problems(basis));
  }

  private static boolean isUnapplied(Basis basis) {
    String runs = basis.definition().map(Definition::version).orElse("");
    return !basis.lost().isEmpty()
        || basis.files().stream().anyMatch(file -> !file.version().equals(runs));
  }

  private static List<Problem> problems(Basis basis) {
    return Stream.concat(
            basis.lost().stream(), basis.files().stream().flatMap(f -> f.problems().stream()))
        .sorted(
            Comparator.comparing(Problem::severity)
                .thenComparing(problem -> problem.place().file())
                .thenComparing(Problem.BY_PLACE))
        .toList();
  }

  private Now now(Basis basis, Attempts attempts, Optional<RunStatus> status) {
    if (basis.definition().isEmpty()) {
      return withoutVersion(basis);
    }
    if (status.isPresent() && !status.get().state().ended()) {
      return ofRun(status.get(), attempts);
    }
    if (attempts.work() == Attempts.Work.STARTING) {
      return Now.of(PipelineState.STARTING);
    }
    if (basis.desired() == Desired.STOPPED && !basis.wanted().once()) {
      return stopped(attempts);
    }
    Ending ending = attempts.ending();
    if (ending == null || !basis.wanted().turn().equals(attempts.turn())) {
      return Now.of(PipelineState.WAITING);
    }
    return ended(ending, attempts);
  }

  private static Now withoutVersion(Basis basis) {
    return problems(basis).stream().anyMatch(Problem::isError)
        ? Now.of(PipelineState.INVALID)
        : new Now(
            PipelineState.WAITING,
            "Its file has not been applied yet. See what it changes with sluice plan, and make it"
                + " so with sluice apply.",
            null);
  }

  private static Now ofRun(RunStatus status, Attempts attempts) {
    RunError error = status.lastError();
    if (attempts.work() == Attempts.Work.STOPPING && status.state() != RunState.STOPPING) {
      return Now.of(PipelineState.STOPPING);
    }
    String why =
        switch (status.state()) {
          case STALLED -> status.waitsFor();
          case RETRYING, STOPPING -> error == null ? null : error.message();
          default -> null;
        };
    return new Now(PipelineState.of(status.state()), why, null);
  }

  /** What came of one run to the end is worth more than that nobody wants another. */
  private Now stopped(Attempts attempts) {
    Ending ending = attempts.ending();
    if (ending == null) {
      return Now.of(completedBefore ? PipelineState.COMPLETED : PipelineState.STOPPED);
    }
    return attempts.once() ? ended(ending, attempts) : Now.of(PipelineState.STOPPED);
  }

  private static Now ended(Ending ending, Attempts attempts) {
    Instant nextTry = attempts.nextTry();
    return switch (ending.kind()) {
      case STOPPED -> Now.of(PipelineState.STOPPED);
      case COMPLETED -> Now.of(PipelineState.COMPLETED);
      case FOR_GOOD -> new Now(PipelineState.FAILED, ending.why(), null);
      case MAY_PASS -> new Now(PipelineState.RETRYING, ending.why(), nextTry);
      case ELSEWHERE -> new Now(PipelineState.WAITING, ending.why(), nextTry);
    };
  }
}
