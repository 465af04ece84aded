package io.sluice.server.api.document;

import io.sluice.server.operate.LetterJob;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job with dead letters. */
@Meaning("A replay or a purge of dead letters, and how far it is")
public record LetterJobDocument(
    @Meaning("By which it is asked for until the server is restarted") String id,
    String pipeline,
    LetterJob.Kind kind,
    LetterJob.State state,
    @Meaning("How many letters there were when it began") long meant,
    @Meaning("How many of them were replayed, or purged") long done,
    @Meaning("How many failed once more; they stay open") long failedAgain,
    @Meaning("Who wanted it") String who,
    @Nullable String reason,
    Instant startedAt,
    @Meaning("Absent while it is under way") @Nullable Instant endedAt,
    @Meaning("Why it broke off; what was done until then stays done") @Nullable String problem) {

  /** A job. */
  public static LetterJobDocument of(LetterJob job) {
    return new LetterJobDocument(
        job.id(),
        job.pipeline(),
        job.kind(),
        job.state(),
        job.meant(),
        job.done(),
        job.failedAgain(),
        job.who(),
        job.reason().isEmpty() ? null : job.reason(),
        job.startedAt(),
        job.endedAt().orElse(null),
        job.problem().orElse(null));
  }
}
