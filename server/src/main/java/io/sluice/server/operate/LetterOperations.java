package io.sluice.server.operate;

import io.sluice.engine.deadletter.edit.RecordText;
import io.sluice.engine.run.rehearsal.Rehearsal;
import io.sluice.server.access.Identity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What people may do with dead letters. Whoever calls has looked whether they may; what changes
 * something is in the audit log. Thread-safe. All throw {@link Refusal}, and have changed nothing
 * then.
 */
public interface LetterOperations {
  /**
   * Begins to replay or purge letters; returns before that is done. One job at a time for a
   * pipeline.
   *
   * @param reason needed for a purge
   */
  LetterJob begin(
      Identity who, String pipeline, LetterJob.Kind kind, LetterChoice choice, String reason);

  /** A job of a pipeline; empty if this process knows none of that id. */
  Optional<LetterJob> job(String pipeline, String id);

  /** The jobs of a pipeline, the newest first. */
  List<LetterJob> jobs(String pipeline);

  /** The job once it has ended, or as it is after this time. */
  LetterJob await(LetterJob job, Duration most) throws InterruptedException;

  /** Has a job end before its next part; what was done stays done. */
  void stop(Identity who, String pipeline, String id);

  /**
   * What would become of a letter that is replayed now; nothing is written.
   *
   * @param edited in place of its record; empty for its own
   * @throws io.sluice.engine.deadletter.edit.RecordTextException if that does not fit
   */
  Rehearsal rehearse(String pipeline, long letter, Optional<RecordText> edited);

  /**
   * Makes an edited copy of an open letter, which is an open letter as well.
   *
   * @return its id
   * @throws io.sluice.engine.deadletter.edit.RecordTextException if it does not fit
   */
  long copy(Identity who, String pipeline, long letter, RecordText edited, String reason);

  /**
   * Changes an open copy.
   *
   * @param before its record as whoever edited it has seen it
   * @throws io.sluice.engine.deadletter.edit.RecordTextException if it does not fit
   */
  void edit(Identity who, String pipeline, long copy, byte[] before, RecordText edited);

  /**
   * Those of pipelines on Kafka, to be looked at. Replays and purges are the same for all; copies
   * and tests there are none, since nothing in a topic is changed and Connect tries nothing out.
   */
  TopicLetters inTopics();
}
