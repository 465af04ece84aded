package io.sluice.server.api.document;

import io.sluice.state.history.Runs;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run as the state remembers it. */
@Meaning("A run, under way or ended")
public record PastRun(
    long id,
    String pipeline,
    String pipelineVersion,
    @Meaning("unfinished if it is under way, or its process was killed") Runs.Outcome outcome,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Meaning("When it last told how it goes") Instant seenAt,
    RunDocument.Counts records,
    @Meaning("Why it failed") @Nullable String error) {

  /**
   * What there is to say of it.
   *
   * @param onKafka whether it ran on Kafka, where nobody counts what is filtered
   */
  public static PastRun of(Runs.Run run, boolean onKafka) {
    Runs.Counts counts = run.counts();
    return new PastRun(
        run.id(),
        run.pipeline(),
        run.pipelineVersion(),
        run.outcome(),
        run.startedAt(),
        run.endedAt(),
        run.seenAt(),
        new RunDocument.Counts(
            counts.polled(),
            counts.delivered(),
            counts.deadLettered(),
            onKafka ? null : counts.filtered(),
            null),
        run.error());
  }
}
