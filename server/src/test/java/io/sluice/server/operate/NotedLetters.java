package io.sluice.server.operate;

import io.sluice.engine.deadletter.edit.RecordEdit;
import io.sluice.engine.deadletter.edit.RecordText;
import io.sluice.engine.run.rehearsal.Rehearsal;
import io.sluice.server.access.Identity;
import io.sluice.state.StateDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Jobs that never end, and a note of who asked for them; letters and copies are real. */
public final class NotedLetters implements LetterOperations {
  /** What was asked for. */
  public final List<String> calls = new CopyOnWriteArrayList<>();

  private final List<LetterJob> jobs = new CopyOnWriteArrayList<>();
  private final StateDatabase state;

  public NotedLetters(StateDatabase state) {
    this.state = state;
  }

  @Override
  public LetterJob begin(
      Identity who, String pipeline, LetterJob.Kind kind, LetterChoice choice, String reason) {
    calls.add(who.name() + " " + kind + " " + choice + " " + reason);
    LetterJob job =
        new LetterJob(
            "job-" + (jobs.size() + 1),
            pipeline,
            kind,
            who.name(),
            reason,
            LetterJob.State.RUNNING,
            state.deadLetters().count(choice.filter(pipeline)),
            0,
            0,
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty());
    jobs.add(job);
    return job;
  }

  @Override
  public Optional<LetterJob> job(String pipeline, String id) {
    return jobs.stream().filter(one -> one.id().equals(id)).findFirst();
  }

  @Override
  public List<LetterJob> jobs(String pipeline) {
    return jobs;
  }

  @Override
  public LetterJob await(LetterJob job, Duration most) {
    return job;
  }

  @Override
  public void stop(Identity who, String pipeline, String id) {
    calls.add(who.name() + " stop " + id);
  }

  @Override
  public Rehearsal rehearse(String pipeline, long letter, Optional<RecordText> edited) {
    edited.ifPresent(text -> RecordEdit.apply(record(letter), text));
    return new Rehearsal(List.of());
  }

  @Override
  public long copy(Identity who, String pipeline, long letter, RecordText edited, String reason) {
    byte[] record = RecordEdit.apply(record(letter), edited);
    return state.letterCopies().make(letter, record, who.name(), "").orElseThrow();
  }

  @Override
  public void edit(Identity who, String pipeline, long copy, byte[] before, RecordText edited) {
    state.letterCopies().edit(copy, before, RecordEdit.apply(before, edited), who.name());
  }

  @Override
  public TopicLetters inTopics() {
    throw new Refusal(Refusal.Kind.CONFLICT, "the Kafka of this folder does not run now", null);
  }

  private byte[] record(long letter) {
    return state.deadLetters().find(letter).orElseThrow().letter().record();
  }
}
