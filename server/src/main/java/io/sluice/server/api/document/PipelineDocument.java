package io.sluice.server.api.document;

import io.sluice.server.view.Desired;
import io.sluice.server.view.Engine;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pipeline with how it stands. */
@Meaning("A pipeline with how it stands")
public record PipelineDocument(
    @Meaning("Unique in the project") String name,
    @Meaning("The first folder of its file; default for a file in the project's own folder")
        String namespace,
    @Meaning("Its file, relative to the project's folder") String file,
    @Nullable String owner,
    @Nullable String description,
    @Meaning("Whether it names a topic; absent where no version of it can be read here")
        @Nullable Boolean onKafka,
    @Meaning("The source's connector") String source,
    @Meaning("Names of the sinks") List<String> sinks,
    @Meaning("Of the file that runs, or would be started") String version,
    @Meaning("What somebody wants it to do") Desired desired,
    @Meaning("What it is doing, by its progress") PipelineState state,
    @Meaning("Since when it is in that state") Instant since,
    @Meaning("Why it is in that state and what to do, where the state alone does not tell")
        @Nullable String why,
    @Meaning("When it is tried again") @Nullable Instant nextTry,
    @Meaning("The newest failure, passed or not: of the run, or of the attempt to start one")
        @Nullable ErrorDocument lastError,
    @Meaning("Absent if none ran since the server started") @Nullable RunDocument run,
    @Meaning("What was measured in the same run") @Nullable FiguresDocument figures,
    @Meaning("How old the newest change in the sinks may be, as the file promises")
        @Nullable Long promisedFreshnessMs,
    @Meaning("Whether the file says something else by now than what runs") boolean unapplied,
    @Meaning(
            "Dead letters that are neither replayed nor purged; absent where they lie in a Kafka"
                + " that does not run or answer, or it is not known where they lie")
        @Nullable Long openDeadLetters,
    @Meaning("On Kafka: as of when, since topics are not read anew for each question")
        @Nullable Instant openDeadLettersAt,
    @Meaning("Of the file as it is now; with errors the version before goes on")
        List<FileProblem> problems) {

  /**
   * How many letters are open.
   *
   * @param count null where nobody knows
   * @param at as of when; null if it is of now
   */
  public record OpenLetters(@Nullable Long count, @Nullable Instant at) {
    /** Nobody can tell. */
    public static final OpenLetters UNKNOWN = new OpenLetters(null, null);

    /** As it is. */
    public static OpenLetters now(long count) {
      return new OpenLetters(count, null);
    }
  }

  /**
   * What there is to say of one.
   *
   * @param look whether who asks may look at records
   */
  public static PipelineDocument of(PipelineView view, OpenLetters open, boolean look) {
    return new PipelineDocument(
        view.name(),
        view.namespace(),
        view.file().toString(),
        view.owner().orElse(null),
        view.description().orElse(null),
        view.engine() == Engine.UNKNOWN ? null : view.onKafka(),
        view.source(),
        view.sinks(),
        view.version(),
        view.desired(),
        view.state(),
        view.since(),
        view.why().orElse(null),
        view.nextTry().orElse(null),
        view.error().map(error -> ErrorDocument.of(view.name(), error, look)).orElse(null),
        view.status().map(status -> RunDocument.of(status, look)).orElse(null),
        view.figures().map(FiguresDocument::of).orElse(null),
        view.promised().freshness().map(Duration::toMillis).orElse(null),
        view.unapplied(),
        open.count(),
        open.at(),
        view.problems().stream().map(FileProblem::of).toList());
  }
}
