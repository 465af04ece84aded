package io.sluice.cli.kafka;

import io.sluice.cli.console.CommandFailure;
import io.sluice.kafka.access.KafkaAccessException;
import io.sluice.kafka.run.LocalKafka;
import io.sluice.kafka.run.RefusedTasks;
import io.sluice.kafka.run.WorkerWatch;
import io.sluice.kafka.worker.WorkerException;
import io.sluice.kafka.worker.WorkerSettings;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.secret.UnresolvedSecretException;
import io.sluice.project.InvalidPipelineException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker on a cluster, from when it joins until it is stopped. Connect ends a worker that is not
 * let in any more; here it joins again, with settings and secrets that are read again, as soon as
 * it is let in. One that ends again and again for other reasons is given up. For one thread.
 */
final class JoinedWorker {
  private static final Logger LOG = LoggerFactory.getLogger(JoinedWorker.class);
  private static final long LOOK_AGAIN_MS = 500;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** A worker that lived for so long did not end because it began. */
  private static final Duration SOUND = Duration.ofMinutes(1);

  private static final int MOST_ENDS = 5;

  private final Supplier<WorkerSettings> settings;
  private final Consumer<LocalKafka> joined;
  private final Consumer<String> trouble;
  private final Consumer<WorkerWatch.News> news;
  private final CountDownLatch stop;
  private int ends;

  /**
   * @param settings read anew at each call
   * @param joined told each time that it has joined
   * @param trouble told why it is out of the group, once for each reason
   * @param news told what happens to tasks
   * @param stop open when it is to end
   */
  JoinedWorker(
      Supplier<WorkerSettings> settings,
      Consumer<LocalKafka> joined,
      Consumer<String> trouble,
      Consumer<WorkerWatch.News> news,
      CountDownLatch stop) {
    this.settings = settings;
    this.joined = joined;
    this.trouble = trouble;
    this.news = news;
    this.stop = stop;
  }

  /**
   * Runs it.
   *
   * @return why it had to end; empty when it was stopped
   * @throws KafkaAccessException when it is not let in the first time
   * @throws WorkerException when it does not start the first time
   */
  Optional<String> run() throws InterruptedException {
    LocalKafka kafka = LocalKafka.join(settings.get());
    while (kafka != null) {
      long began = System.nanoTime();
      Optional<String> failure;
      try (LocalKafka open = kafka) {
        joined.accept(open);
        failure = watch(open);
      }
      if (failure.isEmpty()) {
        return failure;
      }
      ends = System.nanoTime() - began > SOUND.toNanos() ? 1 : ends + 1;
      if (ends >= MOST_ENDS) {
        return Optional.of(failure.get() + " It joined again " + (ends - 1) + " times before.");
      }
      trouble.accept(failure.get());
      kafka = again(failure.get());
    }
    return Optional.empty();
  }

  private Optional<String> watch(LocalKafka kafka) throws InterruptedException {
    WorkerWatch watch = new WorkerWatch(kafka.worker());
    RefusedTasks refused = new RefusedTasks(kafka.worker().id(), System::nanoTime);
    while (!stop.await(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
      Optional<String> failure = kafka.failure();
      if (failure.isPresent()) {
        return failure;
      }
      watch.look().forEach(news);
      refused.due(kafka.worker().tasks()).forEach(kafka.worker()::restart);
    }
    return Optional.empty();
  }

  /**
   * Tries until it is let in; null when it was stopped before. A file of settings that is wrong, or
   * that somebody is writing just then, is no reason to end either.
   */
  private @Nullable LocalKafka again(String reason) throws InterruptedException {
    String told = reason;
    Duration pause = FIRST_PAUSE;
    while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
      String now;
      try {
        return LocalKafka.join(settings.get());
      } catch (KafkaAccessException e) {
        now = e.sentence();
      } catch (InvalidPipelineException e) {
        now =
            e.problems().stream()
                .filter(Problem::isError)
                .findFirst()
                .map(String::valueOf)
                .orElse(String.valueOf(e.getMessage()));
      } catch (WorkerException | UnresolvedSecretException | CommandFailure e) {
        now = String.valueOf(e.getMessage());
      }
      LOG.warn("Not joined: {}", now);
      if (!told.contains(now)) {
        trouble.accept(now);
        told = now;
      }
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
    return null;
  }
}
