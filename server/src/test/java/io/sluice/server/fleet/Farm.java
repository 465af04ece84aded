package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.run.RunState;
import io.sluice.project.Host;
import io.sluice.project.Layout;
import io.sluice.project.Project;
import io.sluice.project.ProjectPlugins;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.state.history.Audit;
import io.sluice.state.history.Runs;
import io.sluice.state.lease.PipelineLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A project's folder on the disk with pipelines that copy lines from {@code <name>.in} to {@code
 * <name>.out}, and the fleet that runs them.
 */
final class Farm implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(40);
  static final Identity ALICE = new Identity("alice", Map.of(Identity.EVERYWHERE, Role.OPERATOR));

  /** Tries again soon, so that a test need not wait for it. */
  static final FleetSettings HASTY =
      new FleetSettings(
          4,
          Duration.ofSeconds(2),
          Duration.ofMillis(400),
          Duration.ofSeconds(2),
          Duration.ofMillis(200),
          Duration.ofSeconds(1));

  final Path folder;
  final Path data;
  private final FleetSettings settings;
  Project project;
  Fleet fleet;
  private @Nullable PipelineLock ours;

  Farm(Path folder) {
    this(folder, HASTY);
  }

  Farm(Path folder, FleetSettings settings) {
    this.folder = folder.resolve("project");
    this.data = folder.resolve("data");
    this.settings = settings;
    try {
      Files.createDirectories(this.folder);
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.project = open();
    this.fleet = new Fleet(project, settings, Clock.systemUTC());
  }

  private Project open() {
    Host host =
        new Host(
            Map.of("FARM_PASSWORD", "hush-hush-hush"),
            folder,
            folder,
            Clock.systemUTC(),
            redaction -> {},
            line -> {});
    Path state = folder.resolve(".sluice");
    return new Project(
        host, new Layout(folder, state, new ProjectPlugins(host, folder, state), List.of()));
  }

  /** Started, with all that is in the folder. */
  Farm start() {
    lead();
    fleet.follow();
    return this;
  }

  /** Ends in order, and begins again as a new process would, without applying anything. */
  void restart() {
    close();
    project = open();
    fleet = new Fleet(project, settings, Clock.systemUTC());
    lead();
  }

  /** Runs again what was applied, and applies nothing. */
  void lead() {
    ours = project.state().lockServer();
    fleet.lead(ours);
  }

  /** The text of a pipeline that copies lines. */
  String lines(String name, String more) {
    return """
    name: %1$s
    source:
      connector: io.sluice.server.fleet.LineSource
      config: {file: "%2$s/%1$s.in"}
    sinks:
      - connector: io.sluice.server.fleet.LineSink
        config: {file: "%2$s/%1$s.out"}
    retry: {backoff: 5ms, max_backoff: 20ms, retry_for: 100ms, max_restarts: 1, stop_timeout: 5s}
    checkpoint: {interval: 50ms}
    %3$s
    """
        .formatted(name, data, more);
  }

  /** The text of one that copies them by way of a topic of its name. */
  String linesOnKafka(String name, String more) {
    return lines(name, more)
        .replace("checkpoint: {interval: 50ms}", "")
        .concat(
            """
            topic: %s
            converters:
              key.converter: org.apache.kafka.connect.storage.StringConverter
              value.converter: org.apache.kafka.connect.storage.StringConverter
            """
                .formatted(name));
  }

  /** Writes the file of such a pipeline. */
  void add(String name) {
    write(name + ".yaml", lines(name, ""));
  }

  void write(String file, String text) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Path fresh = path.resolveSibling(path.getFileName() + ".new");
      Files.writeString(fresh, text);
      Files.move(
          fresh,
          path,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING,
          java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String file) {
    try {
      Files.delete(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file beside the data, by which connectors are told how to behave. */
  void mark(String file) {
    feed(data.resolve(file), List.of(""));
  }

  void unmark(String file) {
    try {
      Files.delete(data.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the pipeline's source lines to read. */
  void feed(String name, String... lines) {
    feed(data.resolve(name + ".in"), List.of(lines));
  }

  private static void feed(Path file, List<String> lines) {
    try {
      Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What arrived. */
  List<String> out(String name) {
    try {
      Path file = data.resolve(name + ".out");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  PipelineView view(String name) {
    return fleet.named(name).orElseThrow();
  }

  /** The newest run that the state knows of. */
  long run(String name) {
    return project.state().runs().latest(name).map(Runs.Run::id).orElse(0L);
  }

  PipelineView await(String name, PipelineState state) {
    return Awaitility.await(name + " " + state)
        .atMost(SOON)
        .until(() -> view(name), view -> view.state() == state);
  }

  void awaitOut(String name, String... lines) {
    Awaitility.await(name)
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(out(name))
                    .as(() -> fleet.named(name).map(PipelineView::why).toString())
                    .containsExactly(lines));
  }

  /** Running, with all that was delivered committed. */
  void awaitQuiet(String name) {
    Awaitility.await(name)
        .atMost(SOON)
        .until(
            () ->
                view(name)
                    .status()
                    .filter(s -> s.state() == RunState.RUNNING && Duration.ZERO.equals(s.lag()))
                    .isPresent());
  }

  /** Newest first. */
  List<Audit.Entry> audit(String pipeline) {
    return project.state().audit().list(pipeline, 100);
  }

  @Override
  public void close() {
    fleet.close();
    if (ours != null) {
      ours.close();
    }
    project.close();
  }
}
