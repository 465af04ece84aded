package io.sluice.pipeline.file;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.pipeline.setting.ScalarType;
import io.sluice.pipeline.setting.Section;
import io.sluice.pipeline.setting.Setting;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.YamlText;
import io.sluice.pipeline.yaml.YamlTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Reads {@code sluice.yaml}. Has no state and may be shared between threads. */
public final class ProjectFileReader {
  private static final String TOPICS = "topics.";

  /** What is said of the REST API of a Connect cluster. */
  private static final Set<String> CONNECT_KEYS =
      Set.of(
          "url",
          "username",
          "password",
          "truststore",
          "truststore.password",
          "keystore",
          "keystore.password");

  private static final Setting<String> NAME =
      Setting.optional(
          "name",
          ScalarType.name(),
          "What the project's connectors are known by on a cluster. Default: the folder's name.");
  private static final Setting<UnresolvedConfig> KAFKA =
      Setting.of(
          "kafka",
          new KnownKeys("settings of a Kafka client", ProjectFileReader::isOfClient, clientKeys()),
          UnresolvedConfig.of(Map.of()),
          "The user's Kafka: `bootstrap.servers` and whatever its clients need to get in; under"
              + " `topics`, how topics are made unless a pipeline says otherwise.");
  private static final Setting<UnresolvedConfig> CONNECT =
      Setting.of(
          "connect",
          new KnownKeys(
              "the address of a Connect cluster's REST API", CONNECT_KEYS::contains, CONNECT_KEYS),
          UnresolvedConfig.of(Map.of()),
          "Where the REST API of a Connect cluster is: `url`; `username` and `password`;"
              + " `truststore`, `keystore` and their passwords.");

  private static final Setting<UnresolvedConfig> REGISTRY =
      Setting.optional(
          "registry",
          new RegistryType(),
          "The schema registry of all pipelines: its URL, or `url` and what one needs to get in."
              + " Default: the one in the project's state.");

  private static final Setting<UnresolvedConfig> STATE =
      Setting.optional(
          "state",
          new StateType(),
          "Where the state is, if not in the state folder: a PostgreSQL by `url`, `user` and"
              + " `password`; how long a `lease` of a pipeline is.");

  private static final Section<ProjectFile> FILE =
      Section.lenient(
          "a project",
          List.of(
              NAME,
              KAFKA,
              CONNECT,
              REGISTRY,
              STATE,
              ConnectorsSettings.CONNECTORS,
              ServerSettings.SERVER,
              OtlpSettings.OTLP),
          ProjectFileReader::project);

  /**
   * What became of a project file.
   *
   * @param project what it says; that of an empty one when a problem is an error
   * @param problems all that were found, in the file's order
   */
  public record ProjectRead(ProjectFile project, List<Problem> problems) {
    public ProjectRead {
      problems = List.copyOf(problems);
    }
  }

  /** Reads the project file of a folder; there need not be one. */
  public ProjectRead read(Path folder) {
    Path file = folder.resolve(ProjectFile.NAME);
    Problems problems = new Problems();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] text = in.readNBytes(YamlText.MAX_BYTES + 1);
      Optional<ProjectFile> project =
          YamlText.decode(file, text, problems)
              .flatMap(decoded -> YamlTree.read(file, decoded, problems))
              .map(tree -> FILE.read(tree, problems))
              .filter(read -> problems.count() == 0);
      return new ProjectRead(project.orElse(ProjectFile.NONE), problems.sorted());
    } catch (NoSuchFileException e) {
      return new ProjectRead(ProjectFile.NONE, List.of());
    } catch (IOException e) {
      problems.error(new Place(file, 1, 1, ""), "cannot be read", null);
      return new ProjectRead(ProjectFile.NONE, problems.sorted());
    }
  }

  private static ProjectFile project(Section.Values values, Problems problems) {
    UnresolvedConfig kafka = values.get(KAFKA);
    UnresolvedConfig topics = part(kafka, true);
    TopicsType.checkSettings(topics, problems);
    return new ProjectFile(
        values.find(NAME),
        part(kafka, false),
        topics.values(),
        values.get(CONNECT),
        values.find(REGISTRY),
        values.find(STATE),
        values.get(ConnectorsSettings.CONNECTORS),
        values.get(ServerSettings.SERVER),
        values.find(OtlpSettings.OTLP));
  }

  /** What stands under {@code topics}, or all that does not. */
  private static UnresolvedConfig part(UnresolvedConfig kafka, boolean topics) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, Place> places = new HashMap<>();
    kafka
        .values()
        .forEach(
            (key, value) -> {
              if (key.startsWith(TOPICS) == topics) {
                String name = topics ? key.substring(TOPICS.length()) : key;
                values.put(name, value);
                places.put(name, kafka.placeOf(key));
              }
            });
    return new UnresolvedConfig(values, places, kafka.place(), Set.of());
  }

  private static boolean isOfClient(String key) {
    return key.startsWith(TOPICS)
        || AdminClientConfig.configNames().contains(key)
        || ProducerConfig.configNames().contains(key)
        || ConsumerConfig.configNames().contains(key);
  }

  private static Set<String> clientKeys() {
    Set<String> keys = new TreeSet<>(AdminClientConfig.configNames());
    keys.add("topics");
    return keys;
  }
}
