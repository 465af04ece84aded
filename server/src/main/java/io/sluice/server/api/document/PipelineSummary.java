package io.sluice.server.api.document;

import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunStatus;
import io.sluice.pipeline.Problem;
import io.sluice.server.view.Desired;
import io.sluice.server.view.Engine;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pipeline in a list. */
@Meaning("A pipeline, as a list shows it")
public record PipelineSummary(
    @Meaning("Unique in the project") String name,
    @Meaning("The first folder of its file; default for a file in the project's own folder")
        String namespace,
    @Meaning("Its file, relative to the project's folder") String file,
    @Nullable String owner,
    @Meaning("Whether it names a topic; absent where no version of it can be read here")
        @Nullable Boolean onKafka,
    @Meaning("The source's connector") String source,
    @Meaning("Names of the sinks") List<String> sinks,
    @Meaning("What somebody wants it to do") Desired desired,
    @Meaning("What it is doing, by its progress") PipelineState state,
    @Meaning("Since when it is in that state") Instant since,
    @Meaning("Why it is in that state and what to do, where the state alone does not tell")
        @Nullable String why,
    @Meaning("Records delivered by this run") @Nullable Long delivered,
    @Meaning("Records set aside by this run") @Nullable Long deadLettered,
    @Nullable Long lagMs,
    @Nullable Long freshnessMs,
    @Meaning("The newest failure in one line, passed or not") @Nullable String lastError,
    @Meaning("Errors in the file as it is now") int errors) {

  public static PipelineSummary of(PipelineView view) {
    Optional<RunStatus> run = view.status();
    return new PipelineSummary(
        view.name(),
        view.namespace(),
        view.file().toString(),
        view.owner().orElse(null),
        view.engine() == Engine.UNKNOWN ? null : view.onKafka(),
        view.source(),
        view.sinks(),
        view.desired(),
        view.state(),
        view.since(),
        view.why().orElse(null),
        run.map(status -> status.counts().delivered()).orElse(null),
        run.map(status -> status.counts().deadLettered())
            .filter(count -> count != RunStatus.UNKNOWN)
            .orElse(null),
        run.map(RunStatus::lag).map(Duration::toMillis).orElse(null),
        run.map(RunStatus::freshness).map(Duration::toMillis).orElse(null),
        view.error().map(RunError::message).orElse(null),
        (int) view.problems().stream().filter(Problem::isError).count());
  }
}
