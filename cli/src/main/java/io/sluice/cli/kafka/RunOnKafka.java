package io.sluice.cli.kafka;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Question;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveView;
import io.sluice.cli.live.StopSignals;
import io.sluice.cli.project.InvalidPipelineException;
import io.sluice.cli.project.Project;
import io.sluice.cli.project.ProjectSettings;
import io.sluice.engine.run.RunStatus;
import io.sluice.kafka.deploy.ClassNames;
import io.sluice.kafka.deploy.ConnectAddress;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.Defaults;
import io.sluice.kafka.deploy.Translated;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.run.KafkaRunException;
import io.sluice.kafka.run.PipelineOnKafka;
import io.sluice.kafka.topic.BrokerTopics;
import io.sluice.kafka.topic.TopicDemand;
import io.sluice.kafka.topic.TopicException;
import io.sluice.kafka.topic.TopicPlan;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.pipeline.kafka.ProjectFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sluice run} of a pipeline that names a topic: on the Kafka of this machine. */
public final class RunOnKafka {
  /** Loggers of which a log that people read wants warnings only. */
  public static final List<String> CHATTY_LOGGERS = KafkaLoggers.CHATTY;

  private final Surroundings around;
  private final Project project;
  private final KafkaPipeline pipeline;
  private final boolean grow;

  /**
   * @param grow whether topics get partitions without a question
   */
  public RunOnKafka(Surroundings around, Project project, KafkaPipeline pipeline, boolean grow) {
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
    ProjectFile settings = ProjectSettings.read(project.folder());
    if (settings.cluster().values().containsKey("bootstrap.servers")) {
      throw new CommandFailure(
          ExitCode.USAGE,
          ProjectFile.NAME + " names a Kafka cluster, and run starts a Kafka of its own",
          "On the cluster: sluice worker on its nodes, then sluice deploy.");
    }
    Translated translated = translated(settings, output);
    try (MachineKafka kafka = MachineKafka.in(project.stateFolder(), project.pluginPath());
        KafkaStatus picture = new KafkaStatus(pipeline, kafka, around.clock());
        KafkaRunSession session =
            new KafkaRunSession(
                project,
                pipeline,
                kafka,
                new PipelineOnKafka(
                    cluster(kafka, settings), pipeline.name(), translated.connectors()),
                picture,
                around.redaction()::apply);
        LiveView view = new LiveView(around, output.json(), footer(kafka));
        StopSignals signals = StopSignals.handle(session::stop)) {
      makeTopics(kafka, translated.topics(), output);
      return session.run(view);
    } catch (KafkaRunException e) {
      throw new CommandFailure(ExitCode.CONFLICT, String.valueOf(e.getMessage()), null, e);
    } catch (ConnectClusterException e) {
      throw failure(e);
    }
  }

  /** What a connector does not take is told with the place in the file, as validate finds it. */
  private RuntimeException failure(ConnectClusterException e) {
    if (e.kind() == ConnectClusterException.Kind.REFUSED && !e.lacksPlugin()) {
      List<Problem> problems = project.problems();
      if (problems.stream().anyMatch(Problem::isError)) {
        return new InvalidPipelineException(project, problems);
      }
    }
    String message = around.redaction().apply(String.valueOf(e.getMessage()));
    return new CommandFailure(ExitCode.FAILED, message, hint(e), e);
  }

  /** A worker looks for plugins once; this run may have fetched one for a Kafka that runs. */
  private static @Nullable String hint(ConnectClusterException e) {
    return e.lacksPlugin()
        ? "The Kafka of this folder has the plugins that were there when it started: stop it, and"
            + " start it again."
        : null;
  }

  /** Before a connector runs: a sink that finds no topic waits, and Connect changes none. */
  private void makeTopics(MachineKafka kafka, List<TopicDemand> demands, Output output) {
    try (BrokerTopics brokers =
        new BrokerTopics(Map.of("bootstrap.servers", kafka.address().bootstrapServers()))) {
      TopicPlan plan = TopicPlan.of(demands, brokers.look(demands), Map.of());
      List<Problem> problems = new ArrayList<>(plan.problems());
      problems.addAll(brokers.problems(plan));
      if (problems.stream().anyMatch(Problem::isError)) {
        throw new InvalidPipelineException(project, problems);
      }
      problems.forEach(warning -> output.note(String.valueOf(warning)));
      List<String> grown = plan.grown();
      if (!grow && !grown.isEmpty() && !Question.growTopics(around, grown)) {
        throw new CommandFailure(ExitCode.CONFLICT, "Nothing was changed, and nothing runs.", null);
      }
      plan.changes().forEach(brokers::apply);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "Nobody answers: " + e.getMessage(), null, e);
    } catch (TopicException e) {
      throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), null, e);
    }
  }

  private Translated translated(ProjectFile settings, Output output) {
    Translated translated =
        Translation.of(
            pipeline,
            ClassNames.of(project.plugins()),
            new Defaults(PipelineOnKafka.PROJECT, settings.topics()));
    List<Problem> problems = new ArrayList<>(project.settingProblems());
    problems.addAll(translated.problems());
    if (problems.stream().anyMatch(Problem::isError)) {
      throw new InvalidPipelineException(project, problems);
    }
    translated.problems().forEach(warning -> output.note(String.valueOf(warning)));
    return translated;
  }

  /** How one gets in is said of the worker of this folder, unless of a cluster elsewhere. */
  private ConnectCluster cluster(MachineKafka kafka, ProjectFile settings) {
    Map<String, String> said =
        settings.connect().values().containsKey("url")
            ? Map.of()
            : project.secrets().resolve(settings.connect());
    return new ConnectCluster(
        ConnectAddress.of(kafka.address().connect().toString(), said, project.folder()));
  }

  private static List<String> footer(MachineKafka kafka) {
    return List.of(
        "Kafka " + kafka.address().bootstrapServers() + ", Connect " + kafka.address().connect());
  }
}
