package io.sluice.plugin;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.secret.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;

/**
 * The converters that connectors of a pipeline without a topic name: those of a sink are used, so
 * they have to be there; those of a source count only together with a sink's. Safe for use by
 * several threads.
 */
public final class ConverterCheck {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Map<String, PluginKind> KEYS =
      Map.of(
          "key.converter", PluginKind.CONVERTER,
          "value.converter", PluginKind.CONVERTER,
          "header.converter", PluginKind.HEADER_CONVERTER);

  private final Plugins plugins;
  private final Secrets secrets;

  /** Checks with these plugins; {@code secrets} resolves references in settings. */
  public ConverterCheck(Plugins plugins, Secrets secrets) {
    this.plugins = plugins;
    this.secrets = secrets;
  }

  /** All problems, each with its line. */
  public List<Problem> problems(ConnectorSpec source, List<ConnectorSpec> sinks) {
    List<Problem> problems = new ArrayList<>();
    KEYS.forEach(
        (key, kind) -> {
          boolean used = sinks.stream().anyMatch(sink -> names(sink, key));
          sinks.forEach(sink -> problems.addAll(converter(sink, key, kind)));
          if (used) {
            problems.addAll(converter(source, key, kind));
          } else if (names(source, key)) {
            problems.add(unused(source, key));
          }
        });
    return problems.stream().distinct().sorted(Problem.BY_PLACE).toList();
  }

  private static boolean names(ConnectorSpec connector, String key) {
    return connector.config().values().containsKey(key);
  }

  private static Problem unused(ConnectorSpec source, String key) {
    return Problem.warning(
        source.config().placeOf(key),
        key + " is not used: no topic lies between, so sinks get records as they are",
        "Leave it out; or have a sink name its "
            + key
            + " too, and that sink sees what it would see by way of a topic");
  }

  private List<Problem> converter(ConnectorSpec connector, String key, PluginKind kind) {
    UnresolvedConfig config = connector.config();
    String named = config.values().get(key);
    if (named == null) {
      return List.of();
    }
    Map<String, String> settings = new HashMap<>();
    secrets
        .tryResolve(config)
        .values()
        .forEach(
            (name, value) -> {
              if (name.startsWith(key + ".")) {
                settings.put(name.substring(key.length() + 1), value);
              }
            });
    try {
      Isolated<Object> made =
          PluginCall.ask(
              named, "to be created", DEADLINE, () -> plugins.create(plugins.find(kind, named)));
      List<ConfigValue> verdict =
          PluginCall.ask(
              made,
              "for its settings",
              DEADLINE,
              () -> Descriptions.configOf(made.instance()).validate(settings));
      return verdict.stream()
          .filter(value -> settings.containsKey(value.name()))
          .flatMap(
              value ->
                  value.errorMessages().stream()
                      .map(error -> wrong(config, key + "." + value.name(), error)))
          .toList();
    } catch (PluginException e) {
      return List.of(Problem.error(config.placeOf(key), String.valueOf(e.getMessage()), null));
    }
  }

  /** Invariant 9: messages of Kafka's quote the value, which may be a secret. */
  private Problem wrong(UnresolvedConfig config, String key, String error) {
    return Problem.error(config.placeOf(key), key + ": " + secrets.redact(error), null);
  }
}
