package io.sluice.cli.kafka;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import io.sluice.kafka.access.ClusterSettings;
import io.sluice.kafka.access.LoginReferences;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.project.ProjectSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the user says of a worker, in three places: options win over the file of {@code --config},
 * which wins over {@code kafka} in the folder's {@code sluice.yaml}. A file that names a cluster of
 * its own says all of it.
 *
 * @param config the file, or null
 * @param bootstrap the option, or null
 * @param listen the option, or null
 */
record WorkerSource(@Nullable Path config, @Nullable String bootstrap, @Nullable String listen) {
  private static final String BOOTSTRAP = "bootstrap.servers";
  private static final String PROTOCOL = "security.protocol";

  /**
   * Reads it all, secrets as they are now.
   *
   * @return settings of a worker; without {@code bootstrap.servers} when it is to have a broker of
   *     its own
   * @throws CommandFailure when a file cannot be read, or it is said how to get in and not where
   */
  Map<String, String> read(Surroundings around, Secrets secrets) {
    Map<String, String> file = file(around);
    Map<String, String> said = new LinkedHashMap<>();
    if (!file.containsKey(BOOTSTRAP)) {
      said.putAll(ofProject(around.directory(), secrets));
    }
    said.putAll(LoginReferences.keep(file, file, around.directory()));
    if (bootstrap != null) {
      said.put(BOOTSTRAP, bootstrap);
    }
    if (listen != null) {
      said.remove("listeners");
    }
    String protocol = said.getOrDefault(PROTOCOL, "PLAINTEXT");
    if (!said.containsKey(BOOTSTRAP) && !protocol.equals("PLAINTEXT")) {
      throw new CommandFailure(
          ExitCode.USAGE,
          PROTOCOL + " is " + protocol + ", and it is not said where Kafka is",
          "Say --bootstrap, or kafka.bootstrap.servers in "
              + ProjectFile.NAME
              + ". The Kafka that sluice worker starts by itself is reached from this machine"
              + " alone, without TLS and login.");
    }
    return said;
  }

  private static Map<String, String> ofProject(Path folder, Secrets secrets) {
    UnresolvedConfig cluster = ProjectSettings.read(folder).cluster();
    return ClusterSettings.forWorker(cluster, secrets, folder);
  }

  private Map<String, String> file(Surroundings around) {
    Map<String, String> said = new HashMap<>();
    Path file = config;
    if (file == null) {
      return said;
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(around.resolve(file), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "cannot read " + file + ": " + e.getMessage(),
          "It is to be a file of lines key=value, as connect-distributed.properties.",
          e);
    }
    properties.stringPropertyNames().forEach(key -> said.put(key, properties.getProperty(key)));
    return said;
  }
}
