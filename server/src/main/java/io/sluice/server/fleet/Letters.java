package io.sluice.server.fleet;

import io.sluice.engine.deadletter.edit.RecordText;
import io.sluice.engine.run.DirectEngine;
import io.sluice.engine.run.rehearsal.Rehearsal;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.server.access.Identity;
import io.sluice.server.fleet.LetterTask.Order;
import io.sluice.server.folder.Definition;
import io.sluice.server.operate.LetterChoice;
import io.sluice.server.operate.LetterJob;
import io.sluice.server.operate.LetterOperations;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.Refusal.Kind;
import io.sluice.server.operate.TopicLetters;
import io.sluice.state.StateDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What people do with dead letters. Thread-safe; works beside runs. */
final class Letters implements LetterOperations, AutoCloseable {
  private final Roster roster;
  private final LetterNotes notes;
  private final LetterEdits edits;
  private final OnKafka onKafka;
  private final StateLetters inState;
  private final LetterJobs jobs;

  /**
   * @param onKafka those of pipelines on Kafka, of the same roster
   */
  Letters(
      Roster roster,
      StateDatabase state,
      Function<Pipeline, DirectEngine> engine,
      OnKafka onKafka,
      UnaryOperator<String> redaction,
      Clock clock) {
    this.roster = roster;
    this.onKafka = onKafka;
    this.notes = new LetterNotes(state.audit());
    this.edits = new LetterEdits(state, engine, redaction);
    this.inState =
        new StateLetters(
            state,
            (name, letters, who, settled) -> {
              Pipeline pipeline = pipeline(name);
              engine.apply(pipeline).replay(pipeline, letters, who, settled);
            });
    this.jobs = new LetterJobs(notes, redaction, clock);
  }

  /** Those of pipelines on Kafka. */
  record OnKafka(KafkaLetters looks, KafkaLetterWork work) {}

  /** The version of the pipeline that runs in this process, or would be started. */
  private Pipeline pipeline(String name) {
    return version(name)
        .direct()
        .orElseThrow(
            () ->
                new Refusal(
                    Kind.CONFLICT,
                    "pipeline "
                        + name
                        + " runs on Kafka: nothing in a topic is changed, so its dead letters have"
                        + " no copies, and Connect tries none out",
                    "Correct the pipeline or the record at its source, and replay the letter as it"
                        + " is; or purge it."));
  }

  private Definition version(String name) {
    return roster
        .named(name)
        .definition()
        .orElseThrow(
            () ->
                new Refusal(
                    Kind.CONFLICT,
                    "pipeline " + name + " has no version that could take letters",
                    "Correct its file; what is wrong with it is on its page."));
  }

  @Override
  public LetterJob begin(
      Identity who, String name, LetterJob.Kind kind, LetterChoice choice, String reason) {
    Definition version = version(name);
    if (kind == LetterJob.Kind.PURGE && reason.chars().noneMatch(Character::isLetterOrDigit)) {
      throw new Refusal(Kind.INVALID, "reason: expected why letters are purged", null);
    }
    Duration stopTimeout =
        version
            .direct()
            .map(Pipeline::retry)
            .or(() -> version.onKafka().map(KafkaPipeline::retry))
            .orElseThrow()
            .stopTimeout();
    Order order = new Order(who.name(), name, kind, choice, reason, stopTimeout);
    LetterWork work =
        Refusals.orRefused(
            () ->
                version
                    .onKafka()
                    .map(pipeline -> onKafka.work().of(order, pipeline))
                    .orElseGet(() -> inState.work(order)));
    return jobs.begin(order, work);
  }

  @Override
  public Optional<LetterJob> job(String name, String id) {
    return jobs.find(name, id).map(LetterTask::view);
  }

  @Override
  public List<LetterJob> jobs(String name) {
    return jobs.all(name);
  }

  @Override
  public LetterJob await(LetterJob job, Duration most) throws InterruptedException {
    Optional<LetterTask> task = jobs.find(job.pipeline(), job.id());
    if (task.isEmpty()) {
      return job;
    }
    task.get().await(most);
    return task.get().view();
  }

  @Override
  public void stop(Identity who, String name, String id) {
    LetterTask task =
        jobs.find(name, id)
            .orElseThrow(
                () ->
                    new Refusal(
                        Kind.NOT_FOUND,
                        "pipeline " + name + " has no job " + id,
                        "The server forgets jobs when it is restarted; letters tell what became"
                            + " of them."));
    LetterJob before = task.view();
    notes.stop(who, before, task::stop);
  }

  @Override
  public Rehearsal rehearse(String name, long letter, Optional<RecordText> edited) {
    return edits.rehearse(pipeline(name), letter, edited);
  }

  @Override
  public long copy(Identity who, String name, long letter, RecordText edited, String reason) {
    return edits.copy(who, pipeline(name).name(), letter, edited, reason);
  }

  @Override
  public void edit(Identity who, String name, long copy, byte[] before, RecordText edited) {
    edits.edit(who, pipeline(name).name(), copy, before, edited);
  }

  @Override
  public TopicLetters inTopics() {
    return onKafka.looks();
  }

  @Override
  public void close() {
    jobs.close();
  }
}
