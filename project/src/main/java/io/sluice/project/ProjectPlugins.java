package io.sluice.project;

import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.PredicateSpec;
import io.sluice.pipeline.TransformSpec;
import io.sluice.plugin.hub.LockFile;
import io.sluice.plugin.hub.PluginHub;
import io.sluice.plugin.resolve.Coordinates;
import io.sluice.plugin.resolve.MavenOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The plugins that a project has of its own, beside those of the plugin path. Nothing of what
 * fetches plugins is loaded for a project that has none.
 */
public final class ProjectPlugins {
  private static final String MAVEN = "maven:";

  private final Host host;
  private final Path folder;
  private final Path state;

  /**
   * @param folder with the lock file
   * @param state the state folder, into which plugins go
   */
  public ProjectPlugins(Host host, Path folder, Path state) {
    this.host = host;
    this.folder = folder;
    this.state = state;
  }

  /** The hub, by the user's own Maven settings. */
  public PluginHub hub() {
    return hub(MavenOptions.ofUser(host.environment()));
  }

  /** The hub, which reaches repositories in this way. */
  public PluginHub hub(MavenOptions maven) {
    return new PluginHub(folder, state, maven, host.notices());
  }

  /**
   * The folder that holds the plugins' folders, as Kafka Connect's {@code plugin.path} has it;
   * nothing when the project has none. Those that are missing are fetched.
   */
  public List<Path> connectPath() {
    if (!any()) {
      return List.of();
    }
    return hub().added().stream().map(p -> p.folder().getParent()).distinct().toList();
  }

  /** What one version of a lock file is told from another by. */
  record LockState(FileTime modified, long size, @Nullable Object key) {}

  /** The lock file as it is now; empty if there is none that can be read. */
  Optional<LockState> lockState() {
    try {
      BasicFileAttributes found =
          Files.readAttributes(folder.resolve(LockFile.NAME), BasicFileAttributes.class);
      return Optional.of(new LockState(found.lastModifiedTime(), found.size(), found.fileKey()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Tells whoever watches. */
  void notice(String line) {
    host.notices().accept(line);
  }

  /** Whether there may be any. */
  public boolean any() {
    return Files.exists(folder.resolve(LockFile.NAME));
  }

  /**
   * Those of these names that are Maven coordinates, each once, without what follows a {@code #}.
   */
  static List<String> artifacts(List<String> names) {
    return names.stream()
        .filter(n -> n.startsWith(MAVEN))
        .map(n -> n.replaceFirst("#.*", ""))
        .distinct()
        .toList();
  }

  /**
   * A name that somebody gave a command, as pipeline files write it: coordinates need no {@code
   * maven:} where {@code plugin add} takes them without.
   */
  public static String asInPipelines(String name) {
    boolean bare =
        name.indexOf(':') > 0
            && !name.startsWith(MAVEN)
            && Coordinates.looksLike(name.replaceFirst("#.*", ""));
    return bare ? MAVEN + name : name;
  }

  /** Every name of a plugin in a pipeline. */
  public static List<String> names(PipelineParts parts) {
    List<String> names = new ArrayList<>();
    parts.source().ifPresent(source -> names.add(source.connector()));
    parts.sinks().forEach(sink -> names.add(sink.connector()));
    for (TransformSpec transform : parts.transforms()) {
      names.add(transform.type());
      transform.predicate().map(PredicateSpec::type).ifPresent(names::add);
    }
    return names;
  }
}
