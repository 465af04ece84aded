package io.sluice.server.fleet;

import io.sluice.kafka.deadletter.LetterException;
import io.sluice.kafka.deadletter.pipeline.LetterFilter;
import io.sluice.kafka.deadletter.pipeline.PipelineLetters;
import io.sluice.kafka.deadletter.pipeline.PipelinePurge;
import io.sluice.kafka.deadletter.pipeline.PipelineReplay;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.project.kafka.SharedKafka;
import io.sluice.project.text.Figures;
import io.sluice.server.fleet.LetterTask.Order;
import io.sluice.server.operate.LetterJob;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.Refusal.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What jobs do with letters that lie in Kafka's topics. Kafka is started for it where nothing runs
 * on it. Thread-safe.
 */
final class KafkaLetterWork {
  /** In which a sink that runs comes to what was sent again. */
  private static final Duration ARRIVAL = Duration.ofMinutes(2);

  private final KafkaLetters looks;
  private final SharedKafka kafka;
  private final Clock clock;

  KafkaLetterWork(KafkaLetters looks, SharedKafka kafka, Clock clock) {
    this.looks = looks;
    this.kafka = kafka;
    this.clock = clock;
  }

  /**
   * What is done for whoever asked.
   *
   * @throws Refusal if Kafka does not start or answer, or the ids are none of letters there
   */
  LetterWork of(Order order, KafkaPipeline pipeline) {
    LetterFilter filter = order.choice().inTopics();
    SharedKafka.Lease lease = lease();
    try {
      PipelineLetters letters = new PipelineLetters(pipeline, lease.kafka().client());
      return order.kind() == LetterJob.Kind.PURGE
          ? purge(letters, filter, lease)
          : replay(letters, filter, lease);
    } catch (LetterException refused) {
      lease.close();
      throw looks.refusal(refused, "Nothing was changed. Try it again in a while.");
    } catch (RuntimeException | Error failed) {
      lease.close();
      throw failed;
    }
  }

  private SharedKafka.Lease lease() {
    return Refusals.orRefused(
        () -> {
          try {
            return kafka.take();
          } catch (InterruptedException called) {
            Thread.currentThread().interrupt();
            throw new Refusal(Kind.FAILED, "nobody waited for Kafka to start", null, called);
          }
        });
  }

  private LetterWork replay(PipelineLetters letters, LetterFilter filter, SharedKafka.Lease lease) {
    AtomicLong count = new AtomicLong();
    letters.open(filter, (sink, letter) -> count.incrementAndGet());
    return new LetterWork(
        count.get(),
        false,
        task -> forgetting(task, () -> replay(task, letters, filter)),
        lease::close);
  }

  private void replay(LetterTask task, PipelineLetters letters, LetterFilter filter) {
    AtomicLong replayed = new AtomicLong();
    AtomicLong failedAgain = new AtomicLong();
    PipelineReplay.Outcome outcome =
        new PipelineReplay(letters, filter, by(task))
            .replay(
                ARRIVAL,
                () -> !task.stopping() && !Thread.currentThread().isInterrupted(),
                soFar ->
                    task.add(
                        soFar.replayed() - replayed.getAndSet(soFar.replayed()),
                        soFar.failedAgain() - failedAgain.getAndSet(soFar.failedAgain())));
    requireWell(outcome.failure());
    if (outcome.lost() > 0) {
      throw new Refusal(
          Kind.FAILED,
          Figures.count(outcome.lost())
              + " letters stay open: the topic that they came from is not there any more, or they"
              + " do not say it",
          null);
    }
    if (!outcome.arrived() && !task.stopping()) {
      throw new Refusal(
          Kind.FAILED,
          "all were sent, and the sink has not come to them within "
              + Figures.time(ARRIVAL)
              + ": it gets them when it does, and what fails again is a letter again",
          null);
    }
  }

  private LetterWork purge(PipelineLetters letters, LetterFilter filter, SharedKafka.Lease lease) {
    PipelinePurge purge = new PipelinePurge(letters, filter);
    return new LetterWork(
        purge.count(), false, task -> forgetting(task, () -> purge(task, purge)), lease::close);
  }

  /** Who looks behind it sees what it has done. */
  private void forgetting(LetterTask task, Runnable work) {
    try {
      work.run();
    } finally {
      looks.forget(task.pipeline());
    }
  }

  private void purge(LetterTask task, PipelinePurge purge) {
    PipelinePurge.Outcome outcome =
        purge.purge(
            by(task) + ": " + task.reason(),
            letters -> task.add(letters, 0),
            () -> !task.stopping());
    requireWell(outcome.failure());
  }

  private void requireWell(Optional<LetterException> failure) {
    if (failure.isPresent()) {
      throw looks.refusal(failure.get(), "What was done until then stays done.");
    }
  }

  private String by(LetterTask task) {
    return "by " + task.who() + " at " + clock.instant();
  }
}
