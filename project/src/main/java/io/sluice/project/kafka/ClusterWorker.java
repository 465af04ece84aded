package io.sluice.project.kafka;

import io.sluice.kafka.access.ClusterSettings;
import io.sluice.kafka.access.KafkaAccessException;
import io.sluice.kafka.broker.FreePort;
import io.sluice.kafka.run.KafkaAddress;
import io.sluice.kafka.run.LocalKafka;
import io.sluice.kafka.worker.WorkerException;
import io.sluice.kafka.worker.WorkerSettings;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.pipeline.secret.UnresolvedSecretException;
import io.sluice.project.Project;
import io.sluice.project.ProjectException;
import io.sluice.project.ProjectException.Kind;
import io.sluice.project.ProjectSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker of a project on the Kafka cluster that its {@code sluice.yaml} names. It is alone in a
 * group that is called as the project is: what runs in it is this project's, ends with this
 * process, and is taken over by the next one that runs the project, wherever that is.
 */
public final class ClusterWorker {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterWorker.class);
  private static final String BOOTSTRAP = "bootstrap.servers";
  private static final String GROUP = "sluice-up-";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");

  private ClusterWorker() {}

  /** Whether the file names a cluster. */
  static boolean isNamedBy(ProjectFile file) {
    return file.cluster().values().containsKey(BOOTSTRAP);
  }

  /**
   * The Kafka that pipelines of a project run on: the cluster that its file names, by a worker of
   * this process; else the one of its state folder.
   *
   * @throws ProjectException when it cannot be had
   */
  public static FolderKafka kafkaOf(Project project) throws InterruptedException {
    ProjectFile file = ProjectSettings.read(project.folder());
    return isNamedBy(file)
        ? join(project, file)
        : FolderKafka.in(project.stateFolder(), project.pluginPath());
  }

  /**
   * Settings of clients of that Kafka, {@code bootstrap.servers} among them, secrets in place as
   * they are now; starts and asks nothing.
   *
   * @return empty where it is the one of the state folder and does not run
   * @throws ProjectException when a secret is not there
   */
  public static Optional<Map<String, String>> clientOf(Project project) {
    ProjectFile file = ProjectSettings.read(project.folder());
    return isNamedBy(file)
        ? Optional.of(client(project, file))
        : KafkaAddress.find(project.stateFolder().resolve(KafkaAddress.FOLDER))
            .map(FolderKafka::clientOf);
  }

  private static Map<String, String> client(Project project, ProjectFile file) {
    try {
      return ClusterSettings.once(file.cluster(), project.secrets(), project.folder());
    } catch (UnresolvedSecretException e) {
      throw unresolved(e);
    }
  }

  private static ProjectException unresolved(UnresolvedSecretException e) {
    return new ProjectException(Kind.USAGE, String.valueOf(e.getMessage()), null, e);
  }

  private static FolderKafka join(Project project, ProjectFile file) {
    String name = name(file);
    try {
      LocalKafka joined =
          LocalKafka.joinFor(
              settings(project, file, GROUP + name),
              project.stateFolder().resolve(KafkaAddress.FOLDER));
      return FolderKafka.onCluster(joined, () -> client(project, file));
    } catch (KafkaAccessException e) {
      LOG.error("Not let in", e);
      throw new ProjectException(
          Kind.UNREACHABLE, project.secrets().redact(e.sentence()), e.advice(), e);
    } catch (UnresolvedSecretException e) {
      throw unresolved(e);
    } catch (WorkerException e) {
      LOG.error("Not started", e);
      throw new ProjectException(
          Kind.FAILED, project.secrets().redact(String.valueOf(e.getMessage())), null, e);
    }
  }

  private static String name(ProjectFile file) {
    String name =
        file.name()
            .orElseThrow(
                () ->
                    new ProjectException(
                        Kind.USAGE,
                        ProjectFile.NAME
                            + " names a Kafka cluster, and no name of the project, by which its"
                            + " worker finds on the cluster what it ran before",
                        "Say name: in it, one that no other project on that cluster has."));
    if (!NAME.matcher(name).matches()) {
      throw new ProjectException(
          Kind.USAGE,
          ProjectFile.NAME
              + ": name: expected at most 200 letters, digits, dots, dashes and underscores, since"
              + " Kafka's topics are called by it",
          null);
    }
    return name;
  }

  /** Connect keeps what it knows of a group in topics, which no other group may share. */
  private static WorkerSettings settings(Project project, ProjectFile file, String group) {
    Map<String, String> said =
        new HashMap<>(
            ClusterSettings.forWorker(file.cluster(), project.secrets(), project.folder()));
    said.put("group.id", group);
    said.put("config.storage.topic", group + "-configs");
    said.put("offset.storage.topic", group + "-offsets");
    said.put("status.storage.topic", group + "-status");
    // A worker that is gone is this project's one: nobody else is spared the move of its tasks.
    said.put("scheduled.rebalance.max.delay.ms", "0");
    return WorkerSettings.inGroup(
        "127.0.0.1:" + FreePort.preferring(WorkerSettings.USUAL_PORT), project.pluginPath(), said);
  }
}
