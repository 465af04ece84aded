package io.sluice.cli.deploy;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.kafka.deploy.ConnectAddress;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.ConnectSettingException;
import io.sluice.kafka.run.KafkaAddress;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.project.InvalidPipelineException;
import io.sluice.project.ProjectSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the Connect cluster is. */
public final class ClusterOptions {
  @Option(
      names = "--connect",
      paramLabel = "URL",
      description =
          "The REST API of any worker of the Connect cluster, for pipelines on Kafka. Default:"
              + " connect.url of sluice.yaml in the folder, which also says user, password and key"
              + " stores; to offsets, else the Kafka that sluice run or worker has started here.")
  private @Nullable String url;

  /** Whether the command line itself says where it is. */
  public boolean isNamed() {
    return url != null;
  }

  /**
   * The cluster for pipelines of this folder; nobody is asked yet.
   *
   * @param stateFolder whose Kafka is meant where nothing is said
   * @throws CommandFailure when it is not said where it is, or the project file is wrong
   */
  public ConnectCluster cluster(Path folder, Path stateFolder, Secrets secrets) {
    ProjectFile project = ProjectSettings.read(folder);
    if (url == null && !project.connect().values().containsKey("url")) {
      Optional<KafkaAddress> here = KafkaAddress.find(stateFolder.resolve(KafkaAddress.FOLDER));
      if (here.isPresent()) {
        return at(here.get().connect().toString(), folder, project, secrets);
      }
    }
    return cluster(folder, project, secrets);
  }

  /** The same where it need not be known; empty when nobody says it and no Kafka runs here. */
  public Optional<ConnectCluster> find(Path folder, Path stateFolder, Secrets secrets) {
    boolean known =
        isSaid(folder) || KafkaAddress.find(stateFolder.resolve(KafkaAddress.FOLDER)).isPresent();
    return known ? Optional.of(cluster(folder, stateFolder, secrets)) : Optional.empty();
  }

  /**
   * Whether the command line or the project file says where the cluster is.
   *
   * @throws InvalidPipelineException when the project file is wrong
   */
  public boolean isSaid(Path folder) {
    return url != null || ProjectSettings.read(folder).connect().values().containsKey("url");
  }

  /** The same for a project file that was read. */
  ConnectCluster cluster(Path folder, ProjectFile project, Secrets secrets) {
    return at(url, folder, project, secrets);
  }

  private static ConnectCluster at(
      @Nullable String url, Path folder, ProjectFile project, Secrets secrets) {
    try {
      return new ConnectCluster(ConnectAddress.of(url, secrets.resolve(project.connect()), folder));
    } catch (ConnectSettingException e) {
      boolean ofFile =
          project.connect().values().containsKey(e.key())
              && !(url != null && e.key().equals("url"));
      throw new CommandFailure(
          ExitCode.USAGE,
          (ofFile ? project.connect().placeOf(e.key()) : "--connect") + ": " + e.getMessage(),
          null,
          e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          String.valueOf(e.getMessage()),
          "Say --connect URL, or connect.url in "
              + ProjectFile.NAME
              + "; for what runs in this folder, start its Kafka: sluice worker. A server's"
              + " pipelines are asked for where sluice up runs, or with --server URL.",
          e);
    }
  }
}
