package io.sluice.server.fleet;

import io.sluice.engine.deadletter.edit.RecordText;
import io.sluice.engine.run.rehearsal.Rehearsal;
import io.sluice.server.access.Identity;
import io.sluice.server.operate.LetterChoice;
import io.sluice.server.operate.LetterJob;
import io.sluice.server.operate.LetterOperations;
import io.sluice.server.operate.TopicLetters;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Dead letters of the pipelines that this server runs, while it does. Thread-safe. */
final class LedLetters implements LetterOperations {
  private final Supplier<Letters> leading;
  private final Supplier<Optional<Letters>> known;

  /**
   * @param leading those of the time in which this server leads; a refusal while it does not
   * @param known the same for who only looks; empty while it does not
   */
  LedLetters(Supplier<Letters> leading, Supplier<Optional<Letters>> known) {
    this.leading = leading;
    this.known = known;
  }

  @Override
  public LetterJob begin(
      Identity who, String pipeline, LetterJob.Kind kind, LetterChoice choice, String reason) {
    return leading.get().begin(who, pipeline, kind, choice, reason);
  }

  @Override
  public Optional<LetterJob> job(String pipeline, String id) {
    return known.get().flatMap(letters -> letters.job(pipeline, id));
  }

  @Override
  public List<LetterJob> jobs(String pipeline) {
    return known.get().map(letters -> letters.jobs(pipeline)).orElse(List.of());
  }

  @Override
  public LetterJob await(LetterJob job, Duration most) throws InterruptedException {
    Optional<Letters> now = known.get();
    return now.isPresent() ? now.get().await(job, most) : job;
  }

  @Override
  public void stop(Identity who, String pipeline, String id) {
    leading.get().stop(who, pipeline, id);
  }

  @Override
  public Rehearsal rehearse(String pipeline, long letter, Optional<RecordText> edited) {
    return leading.get().rehearse(pipeline, letter, edited);
  }

  @Override
  public long copy(Identity who, String pipeline, long letter, RecordText edited, String reason) {
    return leading.get().copy(who, pipeline, letter, edited, reason);
  }

  @Override
  public void edit(Identity who, String pipeline, long copy, byte[] before, RecordText edited) {
    leading.get().edit(who, pipeline, copy, before, edited);
  }

  @Override
  public TopicLetters inTopics() {
    return leading.get().inTopics();
  }
}
