package io.sluice.project.kafka;

import io.sluice.kafka.deploy.ClassNames;
import io.sluice.kafka.deploy.ConnectAddress;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.Defaults;
import io.sluice.kafka.deploy.Translated;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.run.PipelineOnKafka;
import io.sluice.kafka.topic.BrokerTopics;
import io.sluice.kafka.topic.TopicDemand;
import io.sluice.kafka.topic.TopicException;
import io.sluice.kafka.topic.TopicPlan;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.project.InvalidPipelineException;
import io.sluice.project.ProjectException;
import io.sluice.project.ProjectException.Kind;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.ProjectSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is made of a pipeline file before it can run on the Kafka of its folder: its connectors, by
 * asking nobody, and its topics. For one thread.
 */
public final class KafkaStart {
  private final ProjectPipeline project;
  private final KafkaPipeline pipeline;
  private final Consumer<String> notes;
  private final ProjectFile settings;

  /**
   * @param notes told warnings, a line each
   * @throws InvalidPipelineException when {@code sluice.yaml} is wrong
   */
  public KafkaStart(ProjectPipeline project, KafkaPipeline pipeline, Consumer<String> notes) {
    this.project = project;
    this.pipeline = pipeline;
    this.notes = notes;
    this.settings = ProjectSettings.read(project.folder());
  }

  /**
   * Refuses what is for a cluster, where a Kafka of the folder is all that is at hand.
   *
   * @throws ProjectException when {@code sluice.yaml} names a cluster
   */
  public void requireNoCluster() {
    if (ClusterWorker.isNamedBy(settings)) {
      throw new ProjectException(
          Kind.USAGE,
          ProjectFile.NAME
              + " names a Kafka cluster, and pipeline "
              + pipeline.name()
              + " would run on a Kafka of this folder",
          "On the cluster: sluice up; or sluice worker on its nodes, then sluice deploy.");
    }
  }

  /** Which pipeline. */
  KafkaPipeline pipeline() {
    return pipeline;
  }

  /** The file with all that belongs to it. */
  ProjectPipeline project() {
    return project;
  }

  /**
   * Its connectors and topics.
   *
   * @throws InvalidPipelineException with all problems, when one of them is an error
   */
  public Translated translated() {
    Translated translated =
        Translation.of(
            pipeline,
            ClassNames.of(project.plugins()),
            new Defaults(
                PipelineOnKafka.PROJECT,
                settings.topics(),
                settings.registry(),
                project.project().stateReference()));
    List<Problem> problems = new ArrayList<>(project.settingProblems());
    problems.addAll(translated.problems());
    if (problems.stream().anyMatch(Problem::isError)) {
      throw project.invalid(problems);
    }
    translated.problems().forEach(warning -> notes.accept(String.valueOf(warning)));
    return translated;
  }

  /**
   * Makes topics, before a connector runs: a sink that finds none waits, and Connect changes none.
   *
   * @param grow asked whether these topics may get partitions, which cannot be taken back
   * @return whether all is as it should be; if not, nothing was changed
   * @throws InvalidPipelineException when what is asked for cannot be
   * @throws ProjectException when Kafka does not answer or refuses
   */
  public boolean makeTopics(
      FolderKafka kafka, List<TopicDemand> demands, Predicate<List<String>> grow) {
    try (BrokerTopics brokers = new BrokerTopics(kafka.client())) {
      TopicPlan plan = TopicPlan.of(demands, brokers.look(demands), Map.of());
      List<Problem> problems = new ArrayList<>(plan.problems());
      problems.addAll(brokers.problems(plan));
      if (problems.stream().anyMatch(Problem::isError)) {
        throw project.invalid(problems);
      }
      problems.forEach(warning -> notes.accept(String.valueOf(warning)));
      List<String> grown = plan.grown();
      if (!grown.isEmpty() && !grow.test(grown)) {
        return false;
      }
      plan.changes().forEach(brokers::apply);
      return true;
    } catch (TopicException e) {
      throw new ProjectException(Kind.FAILED, String.valueOf(e.getMessage()), null, e);
    }
  }

  /** How one gets in is said of the worker of this folder, unless of a cluster elsewhere. */
  public ConnectCluster connect(FolderKafka kafka) {
    Map<String, String> said =
        settings.connect().values().containsKey("url")
            ? Map.of()
            : project.secrets().resolve(settings.connect());
    return new ConnectCluster(
        ConnectAddress.of(kafka.address().connect().toString(), said, project.folder()));
  }

  /**
   * What a refusal of Connect is for who runs the pipeline: what a connector does not take is told
   * with the place in the file, as validate finds it.
   */
  public RuntimeException failure(ConnectClusterException refused) {
    if (refused.kind() == ConnectClusterException.Kind.REFUSED && !refused.lacksPlugin()) {
      List<Problem> problems = project.problems();
      if (problems.stream().anyMatch(Problem::isError)) {
        return project.invalid(problems);
      }
    }
    String message = project.secrets().redact(String.valueOf(refused.getMessage()));
    return new ProjectException(Kind.FAILED, message, hint(refused), refused);
  }

  /** A worker looks for plugins once; this run may have fetched one for a Kafka that runs. */
  private static @Nullable String hint(ConnectClusterException refused) {
    return refused.lacksPlugin()
        ? "The Kafka of this folder has the plugins that were there when it started: stop it, and"
            + " start it again."
        : null;
  }
}
