package io.sluice.cli.kafka;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Question;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveView;
import io.sluice.cli.live.StopSignals;
import io.sluice.engine.run.RunStatus;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.Translated;
import io.sluice.kafka.run.KafkaRunException;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.project.InvalidPipelineException;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.kafka.FolderKafka;
import io.sluice.project.kafka.KafkaRun;
import io.sluice.project.kafka.KafkaStart;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** {@code sluice run} of a pipeline that names a topic: on the Kafka of this machine. */
public final class RunOnKafka {
  /** Loggers of which a log that people read wants warnings only. */
  public static final List<String> CHATTY_LOGGERS = KafkaLoggers.CHATTY;

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final Surroundings around;
  private final ProjectPipeline project;
  private final KafkaPipeline pipeline;
  private final boolean grow;

  /**
   * @param grow whether topics get partitions without a question
   */
  public RunOnKafka(
      Surroundings around, ProjectPipeline project, KafkaPipeline pipeline, boolean grow) {
    this.around = around;
    this.project = project;
    this.pipeline = pipeline;
    this.grow = grow;
  }

  /**
   * Runs it until it is stopped or fails.
   *
   * @return the last status
   * @throws InvalidPipelineException with all problems, when one of them is an error
   */
  public RunStatus run(Output output) throws InterruptedException {
    KafkaStart start = new KafkaStart(project, pipeline, output::note);
    start.requireNoCluster();
    Translated translated = start.translated();
    try (FolderKafka kafka = FolderKafka.in(project.stateFolder(), project.pluginPath());
        KafkaRunSession session =
            new KafkaRunSession(
                project,
                new KafkaRun(start, translated.connectors(), kafka, LOOK_EVERY, around.clock()),
                around.redaction()::apply);
        LiveView view = new LiveView(around, output.json(), footer(kafka));
        StopSignals signals = StopSignals.handle(session::stop)) {
      if (!start.makeTopics(kafka, translated.topics(), this::mayGrow)) {
        throw new CommandFailure(ExitCode.CONFLICT, "Nothing was changed, and nothing runs.", null);
      }
      return session.run(view);
    } catch (KafkaRunException e) {
      throw new CommandFailure(ExitCode.CONFLICT, String.valueOf(e.getMessage()), null, e);
    } catch (ConnectClusterException e) {
      throw start.failure(e);
    }
  }

  private boolean mayGrow(List<String> topics) {
    try {
      return grow || Question.growTopics(around, topics);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "Nobody answers: " + e.getMessage(), null, e);
    }
  }

  private static List<String> footer(FolderKafka kafka) {
    return List.of(
        "Kafka " + kafka.address().bootstrapServers() + ", Connect " + kafka.address().connect());
  }
}
