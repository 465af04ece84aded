package io.sluice.server.fleet;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.run.RunOptions;
import io.sluice.kafka.deploy.Translated;
import io.sluice.kafka.topic.TopicDemand;
import io.sluice.pipeline.Problem;
import io.sluice.project.InvalidPipelineException;
import io.sluice.project.Project;
import io.sluice.project.ProjectException;
import io.sluice.project.kafka.FolderKafka;
import io.sluice.project.kafka.KafkaRun;
import io.sluice.project.kafka.KafkaStart;
import io.sluice.project.kafka.SharedKafka;
import io.sluice.server.folder.Definition;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs pipelines on one Kafka of the project, all on the same one. */
final class KafkaRunner implements Runner {
  private static final Logger log = LoggerFactory.getLogger(KafkaRunner.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Project project;
  private final SharedKafka kafka;
  private final Clock clock;

  /**
   * @param kafka where they run; closed by whoever made it, after all runs have ended
   */
  KafkaRunner(Project project, SharedKafka kafka, Clock clock) {
    this.project = project;
    this.kafka = kafka;
    this.clock = clock;
  }

  @Override
  public Execution start(Definition definition, RunOptions options) throws InterruptedException {
    try {
      KafkaStart start = KafkaPlaces.start(project, definition, log::warn);
      Translated translated = start.translated();
      SharedKafka.Lease lease = kafka.take();
      try {
        return begin(start, translated, lease, options);
      } catch (RuntimeException | Error e) {
        lease.close();
        throw e;
      }
    } catch (InvalidPipelineException invalid) {
      throw new FaultException(Fault.CONFIGURATION, sentence(invalid), invalid);
    } catch (ProjectException refused) {
      throw new FaultException(fault(refused), sentence(refused), refused);
    }
  }

  private Execution begin(
      KafkaStart start, Translated translated, SharedKafka.Lease lease, RunOptions options) {
    KafkaRun run = new KafkaRun(start, translated.connectors(), lease.kafka(), LOOK_EVERY, clock);
    try {
      requireTopics(start, lease.kafka(), translated.topics());
      return KafkaExecution.begin(run, lease, options.startPaused());
    } catch (RuntimeException | Error e) {
      run.close();
      throw e;
    }
  }

  /** Nobody is there to be asked whether keys may change their partitions. */
  private static void requireTopics(
      KafkaStart start, FolderKafka kafka, List<TopicDemand> demands) {
    boolean made =
        start.makeTopics(
            kafka,
            demands,
            grown -> {
              throw new FaultException(
                  Fault.CONFIGURATION,
                  "topics would get partitions, which cannot be taken back and moves keys to other"
                      + " ones: "
                      + String.join(", ", grown)
                      + ". Say in the file as many as there are, or stop the pipeline here and have"
                      + " it grow with: sluice run FILE --yes");
            });
    if (!made) {
      throw new IllegalStateException("topics are neither made nor refused");
    }
  }

  private static Fault fault(ProjectException refused) {
    return switch (refused.kind()) {
      case USAGE, STATE, NOT_FOUND -> Fault.CONFIGURATION;
      case CONFLICT, UNREACHABLE, FAILED -> Fault.TASK_FAILED;
    };
  }

  private static String sentence(InvalidPipelineException invalid) {
    return invalid.problems().stream()
        .filter(Problem::isError)
        .map(Problem::toString)
        .collect(Collectors.joining("; "));
  }

  private static String sentence(ProjectException refused) {
    String hint = refused.hint();
    return refused.getMessage() + (hint == null ? "" : ". " + hint);
  }
}
