package io.sluice.cli.deploy;

import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.pipeline.kafka.ProjectFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What is deployed, and where to. */
public final class DeployArguments {
  @Parameters(
      index = "0",
      arity = "0..*",
      paramLabel = "PATH",
      description =
          "A folder with all pipelines of a project, or single pipeline files. Default: this"
              + " folder.")
  private List<Path> paths = new ArrayList<>();

  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private BrokerOptions brokers = new BrokerOptions();
  @Mixin private ProjectOptions options = new ProjectOptions();

  /** Whether single files are named. */
  boolean hasFiles(Surroundings around) {
    return paths.stream().anyMatch(path -> !Files.isDirectory(around.resolve(path)));
  }

  /** The folder that is named, or whose files are; else the working directory. */
  Path folder(Surroundings around) {
    if (paths.isEmpty()) {
      return around.directory();
    }
    Path first = around.resolve(paths.get(0));
    Path parent = first.getParent();
    return Files.isDirectory(first) ? first : parent == null ? around.directory() : parent;
  }

  /** The state folder that belongs to it. */
  Path stateFolder(Surroundings around) {
    return options.stateFolder(around, folder(around).resolve(ProjectFile.NAME));
  }

  /** The folder or files as the user named them; none for this folder. */
  List<Path> paths() {
    return paths;
  }

  /** Where to. */
  ClusterOptions cluster() {
    return cluster;
  }

  /** Where Kafka itself is, for topics. */
  BrokerOptions brokers() {
    return brokers;
  }

  /** Where plugins are. */
  ProjectOptions options() {
    return options;
  }
}
