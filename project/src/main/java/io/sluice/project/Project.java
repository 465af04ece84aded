package io.sluice.project;

import io.sluice.contract.event.SchemaEvents;
import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.run.DirectEngine;
import io.sluice.engine.run.LogOwner;
import io.sluice.engine.trace.Traces;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.pipeline.secret.OffLimits;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.Plugins;
import io.sluice.project.guard.ConnectorLimits;
import io.sluice.project.guard.ProjectLimits;
import io.sluice.state.StateDatabase;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all pipelines of a folder share: plugins, secrets, state, an engine. However many pipelines
 * there are, a plugin is loaded once and the state is open once. Parts are made when first asked
 * for and closed with the project, last made first. Safe for use by several threads.
 */
public final class Project implements AutoCloseable {
  private final Host host;
  private final Layout layout;
  private final SharedPlugins plugins;
  private final LogOwner logOwner = new LogOwner();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private @Nullable Plugins loaded;
  private @Nullable Secrets secrets;
  private @Nullable ConnectorLimits limits;
  private @Nullable StateLocation location;
  private @Nullable StateDatabase state;
  private @Nullable DirectEngine engine;
  private Traces traces = Traces.NONE;

  /** Nothing is read yet. */
  public Project(Host host, Layout layout) {
    this.host = host;
    this.layout = layout;
    this.plugins = new SharedPlugins(layout.plugins(), layout.pluginPath());
  }

  /**
   * One of its pipelines, whose parts are the project's and stay open when it is closed.
   *
   * @param file absolute; in the project's folder or below
   */
  public ProjectPipeline pipeline(Path file) {
    return new ProjectPipeline(this, file, parent(file), null, null, false);
  }

  /**
   * The same as it was, or would be, with this text, whatever the file says now.
   *
   * @param file absolute; where relative paths start
   */
  public ProjectPipeline pipeline(Path file, byte[] text) {
    return new ProjectPipeline(this, file, parent(file), text, null, false);
  }

  /**
   * The same, to be tried: what stands written out in it is kept out of what others see only if it
   * is ever taken up.
   *
   * @param passing of {@link #secrets()}, as {@link Secrets#passing} made them; closed by whoever
   *     asks
   */
  public ProjectPipeline trial(Path file, byte[] text, Secrets passing) {
    return new ProjectPipeline(this, file, parent(file), text, passing, false);
  }

  private Path parent(Path file) {
    Path folder = file.getParent();
    return folder == null ? layout.folder() : folder;
  }

  /** The folder, absolute. */
  public Path folder() {
    return layout.folder();
  }

  /** The environment variables, as they were at its start. */
  public Map<String, String> environment() {
    return host.environment();
  }

  /** The state folder, where logs and what runs are also if the database is elsewhere. */
  public Path stateFolder() {
    return layout.state();
  }

  /** Whether anything ever ran here. */
  public boolean hasState() {
    return location().exists();
  }

  /**
   * What {@code sluice.yaml} says now.
   *
   * @throws InvalidPipelineException when it is wrong
   */
  public ProjectFile settings() {
    return ProjectSettings.read(layout.folder());
  }

  /**
   * Which connectors pipelines may name, as {@code sluice.yaml} said when this was first asked.
   *
   * @throws InvalidPipelineException when it is wrong, so that nobody knows
   */
  public synchronized ConnectorLimits connectorLimits() {
    ConnectorLimits made = limits;
    if (made == null) {
      made = new ConnectorLimits(settings().connectors(), this::plugins);
      limits = made;
    }
    return made;
  }

  /**
   * Where Kafka Connect looks for plugins: those of the project, fetched if missing, and others.
   */
  public List<Path> pluginPath() {
    List<Path> path = new ArrayList<>(layout.plugins().connectPath());
    path.addAll(layout.pluginPath());
    return path;
  }

  /** The plugins of this process, with those that the lock file lists. */
  public Plugins plugins() {
    return plugins(List.of());
  }

  /**
   * The same, with those that a pipeline names by Maven coordinates; they are fetched if they are
   * not there.
   *
   * @param names as {@link ProjectPlugins#names} has them
   */
  public Plugins plugins(List<String> names) {
    Plugins made = plugins.with(names); // which may take its time, and keeps nobody from the state
    synchronized (this) {
      if (loaded == null) {
        loaded = made;
        opened.push(made);
      }
    }
    return made;
  }

  /**
   * Resolves what files refer to; from here on all values are taken out of logs and errors, those
   * of one pipeline also out of what another says. What leads into the project's own state is not
   * resolved.
   */
  public synchronized Secrets secrets() {
    Secrets made = secrets;
    if (made == null) {
      OffLimits limits =
          new ProjectLimits(layout.folder(), layout.state(), () -> location().server());
      made = new Secrets(host.environment(), plugins()::newConfigProvider, limits);
      secrets = made;
      opened.push(made);
      host.redaction().accept(made::redactLog);
    }
    return made;
  }

  /**
   * Where the state database is: in the state folder, or on a server.
   *
   * @throws ProjectException if what is said of a server is wrong
   */
  public synchronized StateLocation location() {
    StateLocation found = location;
    if (found == null) {
      found =
          layout.stateSaid()
              ? StateLocation.inFolder(layout.state())
              : StateLocation.find(host, layout.folder(), layout.state(), this::secrets);
      location = found;
    }
    return found;
  }

  /**
   * Where the state is, for those who cannot be handed it: as a contract on Kafka is told, with
   * references to secrets as they were said.
   */
  public Map<String, String> stateReference() {
    return layout.stateSaid()
        ? StateLocation.referenceTo(layout.state())
        : StateLocation.reference(host, layout.folder(), layout.state());
  }

  /** The state database; made if there is none. */
  public synchronized StateDatabase state() {
    StateDatabase made = state;
    if (made == null) {
      made = location().open(host.clock());
      state = made;
      opened.push(made);
    }
    return made;
  }

  /** What contracts on schemas decided here. */
  public SchemaEvents schemaEvents() {
    return new SchemaEvents(state(), host.clock());
  }

  /** Whose lines of the log are, of what its pipelines say and what is said of them. */
  public LogOwner logOwner() {
    return logOwner;
  }

  /** Who follows batches of the engine; before that is asked for. */
  public synchronized void follow(Traces followers) {
    if (engine != null) {
      throw new IllegalStateException("the engine is made already");
    }
    traces = followers;
  }

  /** The engine that runs pipelines in this process. */
  public synchronized DirectEngine engine() {
    DirectEngine made = engine;
    if (made == null) {
      made =
          new DirectEngine(
              plugins(),
              state(),
              secrets(),
              new ProjectContracts(folder(), state(), secrets(), host.clock()).contracts(),
              traces,
              host.clock(),
              Failpoints.NONE);
      engine = made;
      opened.push(made);
    }
    return made;
  }

  /** Where its parts are. */
  public Layout layout() {
    return layout;
  }

  /** What surrounds it. */
  Host host() {
    return host;
  }

  @Override
  public synchronized void close() {
    ProjectException failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure =
              new ProjectException(
                  ProjectException.Kind.FAILED, "closing failed: " + e.getMessage(), null, e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
