package io.sluice.plugin;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.PredicateSpec;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.secret.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;
import org.jspecify.annotations.Nullable;

/**
 * Holds a pipeline against the plugins that it names: do they exist, do they know these settings,
 * do they accept the values. Complements what {@code io.sluice.pipeline.file.PipelineReader} finds
 * in the file alone, and needs no more than the parts of it that could be read. Safe for use by
 * several threads.
 */
public final class PipelineCheck {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String TABLE_SINK = "io.sluice.connector.table.";
  private static final String CLASS = "connector.class";
  private static final String UNNAMED = "pipeline"; // what connectors are told in its stead

  private final Plugins plugins;
  private final Secrets secrets;
  private final Duration deadline;

  /**
   * Checks with these plugins; {@code secrets} resolves references and keeps values out of the
   * problems.
   */
  public PipelineCheck(Plugins plugins, Secrets secrets) {
    this(plugins, secrets, DEADLINE);
  }

  /** The same with a deadline for each question to a plugin. Invariant 7. */
  public PipelineCheck(Plugins plugins, Secrets secrets, Duration deadline) {
    this.plugins = plugins;
    this.secrets = secrets;
    this.deadline = deadline;
  }

  /**
   * All problems at once, each with its line. Connectors' own {@code validate} is called, which may
   * connect to source and target; each on its own thread with a deadline.
   */
  public List<Problem> check(PipelineParts pipeline) {
    return check(pipeline, PipelineCheck::askedConnector, PipelineCheck::configured);
  }

  /**
   * The problems that show without any plugin reaching out: names, keys, and values as the plugins
   * declare them. Fast enough for every start.
   */
  public List<Problem> checkSettings(PipelineParts pipeline) {
    return check(pipeline, PipelineCheck::declaredOnly, PipelineCheck::declaredOnly);
  }

  /**
   * Warnings of secrets that stand in the file itself, and nothing else; they are not shown from
   * here on. What is not installed here cannot say which of its settings are secrets.
   */
  public List<Problem> checkSecrets(PipelineParts pipeline) {
    List<Problem> problems = new ArrayList<>();
    pipeline
        .source()
        .ifPresent(
            source ->
                problems.addAll(
                    writtenOut(
                        source.config(), () -> plugins.newSourceConnector(source.connector()))));
    for (TransformSpec transform : pipeline.transforms()) {
      problems.addAll(
          writtenOut(transform.config(), () -> plugins.newTransformation(transform.type())));
    }
    for (ConnectorSpec sink : pipeline.sinks()) {
      problems.addAll(writtenOut(sink.config(), () -> plugins.newSinkConnector(sink.connector())));
    }
    return problems;
  }

  /**
   * Where the settings stand of which their plugins say what they are. Any other one may be a
   * secret whose name is misspelt, and its value is not to be shown. Of what is not installed here
   * nothing is known.
   */
  public Set<Place> knownSettings(PipelineParts pipeline) {
    Set<Place> known = new HashSet<>();
    pipeline
        .source()
        .ifPresent(
            source ->
                known.addAll(
                    known(
                        source.config(),
                        () -> plugins.newSourceConnector(source.connector()),
                        true)));
    for (TransformSpec transform : pipeline.transforms()) {
      known.addAll(
          known(transform.config(), () -> plugins.newTransformation(transform.type()), false));
      transform
          .predicate()
          .ifPresent(
              one ->
                  known.addAll(known(one.config(), () -> plugins.newPredicate(one.type()), false)));
    }
    for (ConnectorSpec sink : pipeline.sinks()) {
      known.addAll(known(sink.config(), () -> plugins.newSinkConnector(sink.connector()), true));
    }
    return known;
  }

  private Set<Place> known(
      UnresolvedConfig config, Supplier<Isolated<?>> create, boolean isConnector) {
    try {
      Isolated<?> plugin = PluginCall.ask("a plugin", "to be created", deadline, create::get);
      return new SettingsCheck(plugin, config, secrets, deadline).known(isConnector);
    } catch (PluginException e) {
      return Set.of(); // Its problems tell it.
    }
  }

  private List<Problem> writtenOut(UnresolvedConfig config, Supplier<Isolated<?>> create) {
    try {
      Isolated<?> plugin = PluginCall.ask("a plugin", "to be created", deadline, create::get);
      return new SettingsCheck(plugin, config, secrets, deadline).writtenOutSecrets();
    } catch (PluginException e) {
      return List.of(); // Whoever runs it is told.
    }
  }

  private List<Problem> check(
      PipelineParts pipeline,
      Function<Isolated<?>, SettingsCheck.Verdict> connectors,
      Function<Isolated<?>, SettingsCheck.Verdict> steps) {
    List<Problem> problems = new ArrayList<>();
    pipeline
        .source()
        .ifPresent(
            source ->
                problems.addAll(
                    connector(
                        pipeline,
                        source,
                        () -> plugins.newSourceConnector(source.connector()),
                        connectors)));
    for (TransformSpec transform : pipeline.transforms()) {
      problems.addAll(
          step(
              transform.type(),
              transform.place(),
              transform.config(),
              () -> plugins.newTransformation(transform.type()),
              needless(pipeline, transform.type()),
              steps));
      transform.predicate().ifPresent(predicate -> problems.addAll(predicate(predicate, steps)));
    }
    for (ConnectorSpec sink : pipeline.sinks()) {
      problems.addAll(
          connector(pipeline, sink, () -> plugins.newSinkConnector(sink.connector()), connectors));
    }
    return problems.stream().distinct().sorted(Problem.BY_PLACE).toList();
  }

  private List<Problem> predicate(
      PredicateSpec predicate, Function<Isolated<?>, SettingsCheck.Verdict> steps) {
    return step(
        predicate.type(),
        predicate.place(),
        predicate.config(),
        () -> plugins.newPredicate(predicate.type()),
        null,
        steps);
  }

  private List<Problem> connector(
      PipelineParts pipeline,
      ConnectorSpec spec,
      Supplier<Isolated<? extends Connector>> create,
      Function<Isolated<?>, SettingsCheck.Verdict> verdict) {
    Isolated<? extends Connector> plugin;
    try {
      plugin = PluginCall.ask(spec.connector(), "to be created", deadline, create::get);
    } catch (PluginException e) {
      return List.of(Problem.error(spec.place(), String.valueOf(e.getMessage()), null));
    }
    Map<String, String> added = new HashMap<>();
    added.put("name", pipeline.name().orElse(UNNAMED));
    added.put(CLASS, plugin.id().className());
    if (plugin.id().kind() == PluginKind.SINK) {
      added.putAll(SinkTopics.addedTo(spec.config().values()));
    }
    List<Problem> problems =
        new ArrayList<>(
            new SettingsCheck(plugin, spec.config(), secrets, deadline)
                .check(added, true, verdict.apply(plugin)));
    String given = spec.config().values().get(CLASS);
    if (given != null && !given.equals(plugin.id().className())) {
      problems.add(
          Problem.error(
              spec.config().placeOf(CLASS),
              "names another connector than '" + spec.connector() + "', which is the one that runs",
              "Leave it out: 'connector' says which one it is"));
    }
    return problems;
  }

  /**
   * What nearly every configuration of Debezium's has, since most sinks need it; ours takes the
   * envelopes as they are.
   */
  private static @Nullable String needless(PipelineParts pipeline, String type) {
    boolean ours =
        !pipeline.sinks().isEmpty()
            && pipeline.sinks().stream()
                .map(sink -> sink.connector().replaceFirst("@.*", ""))
                .allMatch(name -> name.equals("table") || name.startsWith(TABLE_SINK));
    return ours && type.replaceFirst("@.*", "").endsWith("ExtractNewRecordState")
        ? "Leave it out: the table sink takes Debezium's envelopes as they are, deletes included"
        : null;
  }

  private List<Problem> step(
      String type,
      Place place,
      UnresolvedConfig config,
      Supplier<Isolated<?>> create,
      @Nullable String instead,
      Function<Isolated<?>, SettingsCheck.Verdict> verdict) {
    Isolated<?> plugin;
    try {
      plugin = PluginCall.ask(type, "to be created", deadline, create::get);
    } catch (PluginException e) {
      return List.of(Problem.error(place, String.valueOf(e.getMessage()), instead));
    }
    return new SettingsCheck(plugin, config, secrets, deadline)
        .check(Map.of(), false, verdict.apply(plugin));
  }

  private static SettingsCheck.Verdict declaredOnly(Isolated<?> plugin) {
    return resolved -> Descriptions.configOf(plugin.instance()).validate(resolved);
  }

  private static SettingsCheck.Verdict askedConnector(Isolated<?> plugin) {
    Connector connector = (Connector) plugin.instance();
    return resolved -> connector.validate(resolved).configValues();
  }

  /**
   * Transformations and predicates have no {@code validate}; what they refuse, they refuse when
   * configured.
   */
  private static SettingsCheck.Verdict configured(Isolated<?> plugin) {
    return resolved -> {
      Collection<ConfigValue> declared =
          Descriptions.configOf(plugin.instance()).validate(resolved);
      if (declared.stream().allMatch(value -> value.errorMessages().isEmpty())) {
        configureOnce(plugin.instance(), resolved);
      }
      return declared;
    };
  }

  private static void configureOnce(Object step, Map<String, String> resolved) throws Exception {
    if (step instanceof Configurable configurable) {
      configurable.configure(resolved);
    }
    if (step instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }
}
