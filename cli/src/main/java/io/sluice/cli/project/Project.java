package io.sluice.cli.project;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.run.DirectEngine;
import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.file.PipelineReader;
import io.sluice.pipeline.file.ReadResult;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.ConverterCheck;
import io.sluice.plugin.PipelineCheck;
import io.sluice.plugin.Plugins;
import io.sluice.state.StateDatabase;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline file and what belongs to it. Parts are made when first asked for and closed with the
 * project, last made first. One thread makes them; afterwards they are as safe as they say.
 */
public final class Project implements AutoCloseable {
  private final Surroundings around;
  private final Path file;
  private final Path home;
  private final Path stateFolder;
  private final List<Path> pluginPath;
  private final ProjectPlugins own;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private @Nullable ReadResult read;
  private @Nullable Plugins plugins;
  private @Nullable Secrets secrets;
  private @Nullable StateDatabase state;
  private @Nullable DirectEngine engine;

  private Project(
      Surroundings around, Path file, Path stateFolder, ProjectOptions options, Path home) {
    this.around = around;
    this.file = file;
    this.home = home;
    this.stateFolder = stateFolder;
    this.pluginPath = options.pluginPath(around);
    this.own = options.projectPlugins(around, home);
  }

  /**
   * The project of this file; nothing is read yet.
   *
   * @param named the file as the user named it, or null for the one that {@link PipelineChoice}
   *     finds
   */
  public static Project of(Surroundings around, ProjectOptions options, @Nullable Path named) {
    Path file = PipelineChoice.of(around, named);
    return new Project(
        around, file, options.stateFolder(around, file), options, folder(around, file));
  }

  /**
   * A file that is no part of the project whose plugins it uses: its state is beside it, whatever
   * the options say.
   *
   * @param file absolute
   * @param home the project with the plugins, where relative paths of databases start
   */
  public static Project apart(Surroundings around, ProjectOptions options, Path file, Path home) {
    return new Project(around, file, file.resolveSibling(".sluice"), options, home);
  }

  /** The pipeline file, absolute. */
  public Path file() {
    return file;
  }

  /** The folder that holds the pipeline file. */
  public Path folder() {
    return folder(around, file);
  }

  private static Path folder(Surroundings around, Path file) {
    Path folder = file.getParent();
    return folder == null ? around.directory() : folder;
  }

  /** Where the state is, or will be. */
  public Path stateFolder() {
    return stateFolder;
  }

  /** Whether anything ever ran here. */
  public boolean hasState() {
    return StateDatabase.existsIn(stateFolder);
  }

  /** What the file says, and every problem in the file alone. */
  public ReadResult read() {
    ReadResult result = read;
    if (result == null) {
      ReadResult plain = new PipelineReader().read(file);
      List<Problem> found = new ArrayList<>(plain.problems());
      plain.onKafka().map(SharedTopic::problems).ifPresent(found::addAll);
      result =
          new ReadResult(
              plain.pipeline().map(p -> EmbeddedTargets.inFolder(p, home)),
              plain.onKafka().map(p -> EmbeddedTargets.inFolder(p, home)),
              plain.parts().map(p -> EmbeddedTargets.inFolder(p, home)),
              shown(found));
      read = result;
    }
    return result;
  }

  /**
   * The pipeline, which runs direct.
   *
   * @throws InvalidPipelineException with every problem, when the file is not valid
   * @throws CommandFailure when it names a topic, and therefore runs on Kafka
   */
  public Pipeline pipeline() {
    Optional<Pipeline> pipeline = read().pipeline();
    Optional<KafkaPipeline> onKafka = read().onKafka();
    if (onKafka.isPresent()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          onKafka.get().topics().place()
              + ": pipeline "
              + onKafka.get().name()
              + " names a topic, so it runs on Kafka, and this command is for pipelines that run"
              + " direct",
          "It runs there by sluice run, or on a cluster by sluice deploy; its sinks are asked with"
              + " their own clients. Without the topic it runs direct.");
    }
    return pipeline.orElseThrow(() -> new InvalidPipelineException(file, read().problems()));
  }

  /** The pipeline's name, wherever it runs. */
  public String name() {
    return read().onKafka().map(KafkaPipeline::name).orElseGet(() -> pipeline().name());
  }

  /**
   * Where Kafka Connect looks for plugins: those of the project, fetched if missing, and others.
   */
  public List<Path> pluginPath() {
    List<Path> path = new ArrayList<>(own.connectPath());
    path.addAll(pluginPath);
    return path;
  }

  /**
   * All problems at once, in the file's order: those of the file, and those that the plugins find
   * in what could be read of it. Connectors may connect to source and target for that.
   */
  public List<Problem> problems() {
    List<Problem> problems = problems(PipelineCheck::check);
    Optional<Pipeline> whole = read().pipeline();
    if (whole.isEmpty() || problems.stream().anyMatch(Problem::isError)) {
      return problems;
    }
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(shown(KeylessTables.warnings(whole.get(), this::resolved)));
    all.addAll(shown(MissingBoundaries.problems(whole.get(), this::resolved)));
    return all.stream().sorted(Problem.BY_PLACE).toList();
  }

  /** The same without asking source and target: what is down for a moment is no problem here. */
  public List<Problem> settingProblems() {
    return problems(PipelineCheck::checkSettings);
  }

  /**
   * What all {@link #problems} together mean: {@code OK} without an error, {@code UNREACHABLE} when
   * the file is right and a server that it names does not answer or refuses the login, else {@code
   * USAGE}.
   */
  public ExitCode verdict(List<Problem> problems) {
    return new Reachability(this).verdict(problems);
  }

  private List<Problem> problems(BiFunction<PipelineCheck, PipelineParts, List<Problem>> how) {
    List<Problem> problems = new ArrayList<>(read().problems());
    read()
        .parts()
        .ifPresent(
            p -> problems.addAll(shown(how.apply(new PipelineCheck(plugins(), secrets()), p))));
    read()
        .pipeline()
        .ifPresent(
            direct ->
                problems.addAll(
                    shown(
                        new ConverterCheck(plugins(), secrets())
                            .problems(
                                direct.source(),
                                direct.sinks().stream().map(SinkSpec::connector).toList()))));
    return problems.stream().distinct().sorted(Problem.BY_PLACE).toList();
  }

  /** With the file as the user would name it, which is shorter and what editors make a link of. */
  private List<Problem> shown(List<Problem> problems) {
    return problems.stream()
        .map(
            p -> {
              Place at = p.place();
              Path named =
                  at.file().startsWith(around.directory())
                      ? around.directory().relativize(at.file())
                      : at.file();
              return new Problem(
                  new Place(named, at.line(), at.column(), at.path()),
                  p.message(),
                  p.hint(),
                  p.severity());
            })
        .toList();
  }

  /**
   * The plugins of this process. Those that the file names by Maven coordinates, or that the lock
   * file lists, are fetched if they are not there.
   */
  public Plugins plugins() {
    Plugins made = plugins;
    if (made == null) {
      List<String> names = read().parts().map(ProjectPlugins::names).orElse(List.of());
      made = own.with(pluginPath, names);
      plugins = made;
      opened.push(made);
    }
    return made;
  }

  /** Resolves what the file refers to; from here on its values are taken out of logs and errors. */
  public Secrets secrets() {
    Secrets made = secrets;
    if (made == null) {
      made = new Secrets(around.environment(), plugins()::newConfigProvider);
      secrets = made;
      opened.push(made);
      around.redaction().add(made::redact);
    }
    return made;
  }

  /** The settings of a connector with secrets in place: not for the eyes of anybody. */
  public Map<String, String> resolved(ConnectorSpec connector) {
    return secrets().resolve(connector.config());
  }

  /** The state database; made if there is none. */
  public StateDatabase state() {
    StateDatabase made = state;
    if (made == null) {
      made = StateDatabase.open(stateFolder, around.clock());
      state = made;
      opened.push(made);
    }
    return made;
  }

  /** The engine that runs pipelines in this process. */
  public DirectEngine engine() {
    DirectEngine made = engine;
    if (made == null) {
      made = new DirectEngine(plugins(), state(), secrets(), around.clock(), Failpoints.NONE);
      engine = made;
      opened.push(made);
    }
    return made;
  }

  @Override
  public void close() {
    CommandFailure failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure =
              new CommandFailure(ExitCode.FAILED, "closing failed: " + e.getMessage(), null, e);
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
