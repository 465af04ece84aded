package io.sluice.cli.deploy;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.kafka.access.ClusterSettings;
import io.sluice.kafka.access.KafkaAccessException;
import io.sluice.kafka.access.KafkaDoor;
import io.sluice.kafka.run.KafkaAddress;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.project.ProjectSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Kafka itself is. */
public final class BrokerOptions {
  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description =
          "A broker, for pipelines on Kafka. Default: kafka.bootstrap.servers of sluice.yaml in the"
              + " folder, which also says what clients need to get in; else the Kafka that sluice"
              + " run or worker has started here.")
  private @Nullable String bootstrap;

  /**
   * Settings of a Kafka client for pipelines of this folder, secrets in place.
   *
   * @param stateFolder whose Kafka is meant where nothing is said
   * @throws CommandFailure when it is not said where Kafka is, or it does not let one in
   */
  public Map<String, String> client(Path folder, Path stateFolder, Secrets secrets) {
    return find(folder, stateFolder, secrets)
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.USAGE,
                    "it is not said where Kafka is, and none runs here",
                    "Say --bootstrap HOST:PORT, or kafka.bootstrap.servers in "
                        + ProjectFile.NAME
                        + "; or start the one of this folder: sluice worker."));
  }

  /** The same where it need not be known; empty when it is not said where Kafka is. */
  public Optional<Map<String, String>> find(Path folder, Path stateFolder, Secrets secrets) {
    return said(folder, secrets)
        .or(
            () ->
                KafkaAddress.find(stateFolder.resolve(KafkaAddress.FOLDER))
                    .map(here -> Map.of("bootstrap.servers", here.bootstrapServers())));
  }

  /**
   * What the command line or the project file says; empty when neither names a broker. One that is
   * named has been looked at.
   */
  Optional<Map<String, String>> said(Path folder, Secrets secrets) {
    ProjectFile project = ProjectSettings.read(folder);
    Map<String, String> client =
        new LinkedHashMap<>(ClusterSettings.once(project.cluster(), secrets, folder));
    if (bootstrap != null) {
      client.put("bootstrap.servers", bootstrap);
    }
    if (!client.containsKey("bootstrap.servers")) {
      return Optional.empty();
    }
    try {
      new KafkaDoor(client).look();
    } catch (KafkaAccessException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e.advice(), e);
    }
    return Optional.of(client);
  }
}
