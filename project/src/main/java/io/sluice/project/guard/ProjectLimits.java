package io.sluice.project.guard;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.pipeline.secret.OffLimits;
import io.sluice.state.postgres.PostgresAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps pipelines out of what their project is made of: of the state folder, whose database says
 * who is an administrator and whose {@code server.json} is the key of one; of the files that say
 * what runs; and of the PostgreSQL that the state may be in. What the project file says is not held
 * to it: who may write that one has all of it already.
 *
 * <p>It holds what settings name. What a connector finds by itself (a pattern of names, a folder
 * that has the state folder somewhere below it, SQL that opens files under other names) it cannot
 * see: connectors have the rights of the process.
 */
public final class ProjectLimits implements OffLimits {
  private static final String HINT =
      "Name another place: a pipeline neither reads nor writes what its project is made of";

  private final Path project;
  private final Path directory;
  private final ProtectedFiles files;
  private final Supplier<Optional<PostgresAddress>> server;

  /**
   * @param project the project's folder, absolute
   * @param state the state folder, absolute
   * @param server the PostgreSQL that the state is in; empty while it is in the folder
   */
  public ProjectLimits(Path project, Path state, Supplier<Optional<PostgresAddress>> server) {
    this.project = project;
    this.directory = Path.of("").toAbsolutePath();
    this.files = new ProtectedFiles(project, state);
    this.server = server;
  }

  @Override
  public Optional<String> reference(Place place, String path, String key) {
    if (path.isEmpty() || isProjectFile(place)) {
      return Optional.empty();
    }
    return reached(place, path).or(() -> reached(place, path + "/" + key));
  }

  @Override
  public List<Problem> settings(UnresolvedConfig config, Map<String, String> resolved) {
    if (isProjectFile(config.place())) {
      return List.of();
    }
    List<Problem> problems = new ArrayList<>();
    resolved.forEach(
        (key, value) ->
            NamedPaths.in(value).stream()
                .flatMap(named -> reached(config.place(), named).stream())
                .findFirst()
                .ifPresent(what -> problems.add(problem(config.placeOf(key), what))));
    server
        .get()
        .flatMap(address -> new StateServer(address).namedIn(resolved))
        .ifPresent(
            key ->
                problems.add(
                    problem(config.placeOf(key), "the database that the project's state is in")));
    return problems;
  }

  private static Problem problem(Place place, String what) {
    return Problem.error(place, "expected a place that pipelines may use but found " + what, HINT);
  }

  private boolean isProjectFile(Place place) {
    return place.file().toAbsolutePath().normalize().equals(project.resolve(ProjectFile.NAME));
  }

  /** Relative paths start where a connector may have them start. */
  private Optional<String> reached(Place place, String named) {
    Path file = place.file().toAbsolutePath();
    Set<Path> beginnings = new LinkedHashSet<>();
    beginnings.add(Objects.requireNonNullElse(file.getParent(), project));
    beginnings.add(project);
    beginnings.add(directory);
    for (Path beginning : beginnings) {
      try {
        Optional<String> what = files.reachedBy(beginning, Path.of(named));
        if (what.isPresent()) {
          return what;
        }
      } catch (InvalidPathException e) {
        return Optional.empty(); // No path at all.
      }
    }
    return Optional.empty();
  }
}
