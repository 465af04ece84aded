package io.sluice.cli.deploy;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.PipelineChoice;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.kafka.deploy.ClassNames;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.Connector;
import io.sluice.kafka.deploy.Defaults;
import io.sluice.kafka.deploy.Translated;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.run.KafkaAddress;
import io.sluice.kafka.topic.TopicDemand;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.file.ProjectFileReader;
import io.sluice.pipeline.file.ReadResult;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.PipelineCheck;
import io.sluice.plugin.Plugins;
import io.sluice.project.InvalidPipelineException;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.ProjectPlugins;
import io.sluice.project.SharedPlugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What pipeline files ask of a Connect cluster: all connectors of a folder, or those of single
 * files. Reads everything when it is opened; closes the plugins.
 */
final class Deployable implements AutoCloseable {
  private final Surroundings around;
  private final ClusterOptions cluster;
  private final BrokerOptions brokers;
  private final Path stateFolder;
  private final Path folder;
  private final boolean whole;
  private final Plugins plugins;
  private final Secrets secrets;
  private final ProjectFile project;
  private final List<Problem> ofProject;
  private final List<Connector> connectors = new ArrayList<>();
  private final List<TopicDemand> topics = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Path> direct = new ArrayList<>();

  /**
   * @param files those that may ask for plugins by Maven coordinates, which are fetched: what class
   *     they mean, and in which version, is read in the plugin
   */
  private Deployable(
      Surroundings around,
      DeployArguments arguments,
      Path folder,
      boolean whole,
      List<Path> files) {
    this.around = around;
    this.cluster = arguments.cluster();
    this.brokers = arguments.brokers();
    this.folder = folder;
    this.whole = whole;
    ProjectFileReader.ProjectRead read = new ProjectFileReader().read(folder);
    project = read.project();
    ofProject = read.problems();
    problems.addAll(ofProject);
    ProjectOptions options = arguments.options();
    stateFolder = options.stateFolder(around, folder.resolve(ProjectFile.NAME));
    List<String> names =
        files.stream().flatMap(file -> pluginNames(around, arguments, file)).toList();
    plugins =
        new SharedPlugins(options.projectPlugins(around, folder), options.pluginPath(around))
            .with(names);
    secrets = new Secrets(around.environment(), plugins::newConfigProvider);
    around.redaction().add(secrets::redact);
  }

  /**
   * Reads the folder or the files that were named.
   *
   * @throws CommandFailure when one does not exist, or files lie in several folders
   */
  static Deployable open(Surroundings around, DeployArguments arguments) {
    List<Path> named = arguments.paths().stream().map(around::resolve).toList();
    for (Path path : named) {
      if (!Files.exists(path)) {
        throw new CommandFailure(ExitCode.NOT_FOUND, path + ": no such file or folder", null);
      }
    }
    List<Path> folders = named.stream().filter(Files::isDirectory).toList();
    if (!folders.isEmpty() && named.size() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "expected one folder, or files", "A folder is a project of its own.");
    }
    boolean whole = named.isEmpty() || !folders.isEmpty();
    Path folder =
        whole
            ? (named.isEmpty() ? around.directory() : named.get(0))
            : parent(around, named.get(0));
    if (!whole && named.stream().anyMatch(file -> !parent(around, file).equals(folder))) {
      throw new CommandFailure(
          ExitCode.USAGE, "the files lie in several folders, expected one project", null);
    }
    List<Path> unreadable = new ArrayList<>();
    List<Path> files = whole ? PipelineChoice.files(folder, unreadable::add) : named;
    Deployable deployable = new Deployable(around, arguments, folder, whole, files);
    unreadable.forEach(deployable::isUnreadable);
    files.forEach(file -> deployable.read(arguments, file));
    return deployable;
  }

  /** Nothing is fetched for a pipeline that runs direct, or may not name it. */
  private static Stream<String> pluginNames(
      Surroundings around, DeployArguments arguments, Path file) {
    try (ProjectPipeline one = arguments.options().open(around, file)) {
      ReadResult read = one.read();
      return read.onKafka().flatMap(pipeline -> read.parts()).map(ProjectPlugins::names).stream()
          .flatMap(List::stream);
    }
  }

  private static Path parent(Surroundings around, Path file) {
    Path parent = file.getParent();
    return parent == null ? around.directory() : parent;
  }

  /** A file that cannot be read may be one whose connectors would be taken for gone. */
  private void isUnreadable(Path path) {
    problems.add(
        Problem.error(
            new Place(path, 1, 1, ""),
            "cannot be read, so it is not known what the project asks for",
            "Mind its permissions, or name the files to deploy"));
  }

  private void read(DeployArguments arguments, Path file) {
    try (ProjectPipeline one = arguments.options().open(around, file)) {
      ReadResult read = one.read();
      problems.addAll(read.problems());
      if (read.pipeline().isPresent()) {
        direct.add(file);
      }
      read.onKafka()
          .ifPresent(
              pipeline -> {
                Translated translated =
                    Translation.of(
                        pipeline,
                        ClassNames.of(plugins),
                        new Defaults(
                            projectName(), project.topics(), project.registry(), Map.of()));
                connectors.addAll(translated.connectors());
                topics.addAll(translated.topics());
                problems.addAll(translated.problems());
                // They would lie in the clear in the topic of Connect's settings.
                problems.addAll(new PipelineCheck(plugins, secrets).checkSecrets(pipeline.parts()));
              });
    }
  }

  /** By what the project's connectors are known on a cluster. */
  String projectName() {
    return project
        .name()
        .orElseGet(
            () -> {
              Path last = folder.toAbsolutePath().normalize().getFileName();
              return last == null
                  ? "sluice"
                  : last.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
            });
  }

  /**
   * What is wrong with taking connectors for gone: the folder's name may be that of another
   * project's folder, whose connectors they are.
   */
  Optional<Problem> unnamed() {
    return whole && project.name().isEmpty()
        ? Optional.of(
            Problem.error(
                new Place(folder.resolve(ProjectFile.NAME), 1, 1, ""),
                "connectors would be removed that no file here asks for, but the project has no"
                    + " name of its own: another folder called "
                    + projectName()
                    + " may have made them",
                "If they are this project's, say so: 'name: "
                    + projectName()
                    + "' in "
                    + ProjectFile.NAME
                    + "; else give it another name there"))
        : Optional.empty();
  }

  /** Whether it is all of a project, so that what is not in it is gone. */
  boolean whole() {
    return whole;
  }

  /** All connectors that the files ask for. */
  List<Connector> connectors() {
    return connectors;
  }

  /** What the files ask of topics. */
  List<TopicDemand> topics() {
    return topics;
  }

  /**
   * Settings of a client of the Kafka behind a cluster: as somebody said, or that of this folder if
   * it is its worker that is deployed to. Empty when nobody knows, and Connect makes the topics.
   */
  Optional<Map<String, String>> kafka(ConnectCluster target) {
    return brokers
        .said(folder, secrets)
        .or(
            () ->
                KafkaAddress.find(stateFolder.resolve(KafkaAddress.FOLDER))
                    .filter(here -> target.isAt(here.connect()))
                    .map(here -> Map.of("bootstrap.servers", here.bootstrapServers())));
  }

  /** Where the project as a whole is written, for what no line of a pipeline file is about. */
  Place place() {
    return new Place(folder.resolve(ProjectFile.NAME), 1, 1, "");
  }

  /** Everything that is wrong with the files. */
  List<Problem> problems() {
    return problems;
  }

  /** Pipelines that run direct, and therefore nowhere else. */
  List<Path> direct() {
    return direct;
  }

  /** Takes secrets out of a text that was read or answered. */
  String redact(String text) {
    return secrets.redact(text);
  }

  /**
   * The cluster that all this is for; nobody is asked yet.
   *
   * @throws CommandFailure when it is not said where it is
   * @throws InvalidPipelineException when the project file is wrong, or what it says in another
   *     word may be where it is
   */
  ConnectCluster cluster() {
    if (ofProject.stream().anyMatch(Problem::isError)
        || !ofProject.isEmpty() && !cluster.isSaid(folder)) {
      throw new InvalidPipelineException(folder.resolve(ProjectFile.NAME), ofProject);
    }
    return cluster.cluster(folder, project, secrets);
  }

  @Override
  public void close() {
    secrets.close();
    plugins.close();
  }
}
