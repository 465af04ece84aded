package io.sluice.project;

import io.sluice.contract.event.SchemaEvents;
import io.sluice.engine.run.DirectEngine;
import io.sluice.kafka.deploy.ContractConverters;
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
import io.sluice.project.guard.Namespace;
import io.sluice.state.StateDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline file and what belongs to it. One thread makes its parts; afterwards they are as safe
 * as they say.
 */
public final class ProjectPipeline implements AutoCloseable {
  private final Project project;
  private final Path file;
  private final Path base;
  private final byte @Nullable [] text;
  private final @Nullable Secrets passing;
  private final boolean alone;
  private @Nullable ReadResult read;

  /**
   * @param file absolute
   * @param base where relative paths of its databases start
   * @param text what the file says; null to read it
   * @param passing for a text that is only tried; null for the project's
   * @param alone whether nobody else has the project, so that it is closed with this
   */
  ProjectPipeline(
      Project project,
      Path file,
      Path base,
      byte @Nullable [] text,
      @Nullable Secrets passing,
      boolean alone) {
    this.project = project;
    this.file = file;
    this.base = base;
    this.text = text;
    this.passing = passing;
    this.alone = alone;
  }

  /**
   * A file whose project is made for it and closed with it.
   *
   * @param file absolute
   * @param base where relative paths of its databases start
   */
  public static ProjectPipeline alone(Host host, Layout layout, Path file, Path base) {
    return new ProjectPipeline(new Project(host, layout), file, base, null, null, true);
  }

  /** The pipeline file, absolute. */
  public Path file() {
    return file;
  }

  /** What it shares with other pipelines. */
  public Project project() {
    return project;
  }

  /** The project's folder, where {@code sluice.yaml} is; absolute. */
  public Path folder() {
    return project.folder();
  }

  /** The state folder, where logs and what runs are also if the database is elsewhere. */
  public Path stateFolder() {
    return project.stateFolder();
  }

  /** Whether anything ever ran here. */
  public boolean hasState() {
    return project.hasState();
  }

  /** What the file says, and every problem in the file alone. */
  public ReadResult read() {
    ReadResult result = read;
    if (result == null) {
      PipelineReader reader = new PipelineReader();
      ReadResult plain = held(text == null ? reader.read(file) : reader.read(file, text));
      List<Problem> found = new ArrayList<>(plain.problems());
      plain.onKafka().map(SharedTopic::problems).ifPresent(found::addAll);
      result =
          new ReadResult(
              plain.pipeline().map(p -> EmbeddedTargets.inFolder(p, base)),
              plain.onKafka().map(p -> EmbeddedTargets.inFolder(p, base)),
              plain.parts().map(p -> EmbeddedTargets.inFolder(p, base)),
              shown(found));
      read = result;
    }
    return result;
  }

  /** What its namespace may not have is in it no more; nothing is, where nobody knows that. */
  private ReadResult held(ReadResult plain) {
    try {
      Path relative = project.folder().normalize().relativize(file.normalize());
      return project.connectorLimits().held(Namespace.of(relative), plain);
    } catch (InvalidPipelineException e) {
      List<Problem> problems = new ArrayList<>(plain.problems());
      problems.addAll(e.problems());
      return new ReadResult(
          Optional.empty(),
          Optional.empty(),
          plain.parts().map(PipelineParts::name).map(ProjectPipeline::nothingBut),
          problems);
    }
  }

  private static PipelineParts nothingBut(Optional<String> name) {
    return new PipelineParts(name, Optional.empty(), List.of(), List.of());
  }

  /**
   * The pipeline, which runs direct.
   *
   * @throws InvalidPipelineException with every problem, when the file is not valid
   * @throws ProjectException when it names a topic, and therefore runs on Kafka
   */
  public Pipeline pipeline() {
    Optional<Pipeline> pipeline = read().pipeline();
    Optional<KafkaPipeline> onKafka = read().onKafka();
    if (onKafka.isPresent()) {
      throw new ProjectException(
          ProjectException.Kind.USAGE,
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
    return project.pluginPath();
  }

  /**
   * All problems at once, in the file's order: those of the file, and those that the plugins find
   * in what could be read of it. Connectors may connect to source and target for that.
   */
  public List<Problem> problems() {
    List<Problem> problems = problems(PipelineCheck::check);
    if (problems.stream().anyMatch(Problem::isError)) {
      return problems;
    }
    List<Problem> all = new ArrayList<>(problems);
    read()
        .onKafka()
        .ifPresent(
            pipeline -> {
              all.addAll(shown(new ConverterRegistries(pipeline, secrets()).problems()));
              all.addAll(shown(ContractConverters.problems(pipeline)));
              all.addAll(
                  shown(ContractProblems.foundOnKafka(pipeline.schema(), folder(), secrets())));
            });
    Optional<Pipeline> whole = read().pipeline();
    if (whole.isEmpty()) {
      return all.stream().sorted(Problem.BY_PLACE).toList();
    }
    all.addAll(shown(KeylessTables.warnings(whole.get(), this::resolved)));
    all.addAll(shown(MissingBoundaries.problems(whole.get(), this::resolved)));
    all.addAll(shown(ContractProblems.found(whole.get().schema(), folder(), secrets())));
    return all.stream().sorted(Problem.BY_PLACE).toList();
  }

  /** The same without asking source and target: what is down for a moment is no problem here. */
  public List<Problem> settingProblems() {
    return problems(PipelineCheck::checkSettings);
  }

  /**
   * Where the settings stand of which their plugins say what they are; none of a plugin that is not
   * to be had. The values of others may be secrets.
   */
  public Set<Place> knownSettings() {
    try {
      return read()
          .parts()
          .map(parts -> new PipelineCheck(plugins(), secrets()).knownSettings(parts))
          .orElse(Set.of());
    } catch (RuntimeException away) {
      return Set.of(); // A plugin that cannot be fetched or loaded: its problems tell it.
    }
  }

  /**
   * What stands in the way of a start, all {@link #problems} together: empty without an error,
   * {@code UNREACHABLE} when the file is right and a server that it names does not answer or
   * refuses the login, else {@code USAGE}.
   */
  public Optional<ProjectException.Kind> verdict(List<Problem> problems) {
    return new Reachability(this).verdict(problems);
  }

  /** The failure that these problems, one of them an error, are for a command or a request. */
  public InvalidPipelineException invalid(List<Problem> problems) {
    return new InvalidPipelineException(
        file.toString(), problems, verdict(problems).orElse(ProjectException.Kind.USAGE));
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
                  at.file().startsWith(project.host().directory())
                      ? project.host().directory().relativize(at.file())
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
    return project.plugins(read().parts().map(ProjectPlugins::names).orElse(List.of()));
  }

  /** Resolves what the file refers to; from here on its values are taken out of logs and errors. */
  public Secrets secrets() {
    plugins(); // one of which may resolve them
    return passing == null ? project.secrets() : passing;
  }

  /** The settings of a connector with secrets in place: not for the eyes of anybody. */
  public Map<String, String> resolved(ConnectorSpec connector) {
    return secrets().resolve(connector.config());
  }

  /** The state database; made if there is none. */
  public StateDatabase state() {
    return project.state();
  }

  /** What contracts on schemas decided here. */
  public SchemaEvents schemaEvents() {
    return project.schemaEvents();
  }

  /** The engine that runs pipelines in this process. */
  public DirectEngine engine() {
    plugins();
    return project.engine();
  }

  @Override
  public void close() {
    if (alone) {
      project.close();
    }
  }
}
