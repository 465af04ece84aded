package io.sluice.plugin;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.Spelling;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.secret.SecretNames;
import io.sluice.pipeline.secret.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** Holds the settings of one plugin against what the plugin says of itself. */
final class SettingsCheck {
  /** What the plugin itself has to say about values; called on the plugin's thread. */
  @FunctionalInterface
  interface Verdict {
    Collection<ConfigValue> of(Map<String, String> resolved) throws Exception;
  }

  private static final Pattern ONE_OF = Pattern.compile("one of[^:]*: *\\[?([^\\]\\n]+)");

  /** A password within an address: a URL's parameter, or before the {@code @}. */
  private static final Pattern IN_ADDRESS =
      Pattern.compile("(?i)[?&;]password=([^&;]+)|://[^/@:?]*:([^@/]+)@");

  private final Isolated<?> plugin;
  private final UnresolvedConfig config;
  private final Secrets secrets;
  private final Duration deadline;
  private final List<Problem> problems = new ArrayList<>();

  SettingsCheck(Isolated<?> plugin, UnresolvedConfig config, Secrets secrets, Duration deadline) {
    this.plugin = plugin;
    this.config = config;
    this.secrets = secrets;
    this.deadline = deadline;
  }

  /**
   * All problems of these settings.
   *
   * @param added what the engine adds to them before the plugin gets them
   * @param isConnector whether Kafka Connect's own keys may stand among them
   */
  List<Problem> check(Map<String, String> added, boolean isConnector, Verdict verdict) {
    ConfigDef declared;
    try {
      declared =
          PluginCall.ask(
              plugin, "for its settings", deadline, () -> Descriptions.configOf(plugin.instance()));
    } catch (PluginException e) {
      return List.of(failure(config.place(), e));
    }
    writtenOutSecrets(declared);
    unknownKeys(declared, isConnector);
    Secrets.Resolution resolution = secrets.tryResolve(config);
    problems.addAll(resolution.problems());
    Map<String, String> given = new HashMap<>(resolution.values());
    given.forEach(
        (key, value) -> {
          if (isPassword(declared, key)) {
            secrets.remember(value);
          }
        });
    added.forEach(given::putIfAbsent);
    if (resolution.problems().isEmpty()) {
      values(declared, given, verdict);
    } else {
      values(declared, given, resolved -> withoutUnresolved(declared.validate(resolved), resolved));
    }
    return problems;
  }

  /**
   * With settings missing, the plugin's own verdict would be about something else; the declaration
   * still holds.
   */
  private Collection<ConfigValue> withoutUnresolved(
      List<ConfigValue> verdict, Map<String, String> resolved) {
    return verdict.stream()
        .filter(
            value ->
                resolved.containsKey(value.name()) || !config.values().containsKey(value.name()))
        .toList();
  }

  /**
   * Warnings of secrets that stand in the settings.
   *
   * @throws PluginException when the plugin does not say which settings it has
   */
  List<Problem> writtenOutSecrets() {
    writtenOutSecrets(
        PluginCall.ask(
            plugin, "for its settings", deadline, () -> Descriptions.configOf(plugin.instance())));
    return problems;
  }

  private void writtenOutSecrets(ConfigDef declared) {
    for (Map.Entry<String, String> setting : config.values().entrySet()) {
      warnOfAddress(setting.getKey(), setting.getValue());
      boolean isReference = Secrets.isReference(setting.getValue());
      boolean secret =
          isPassword(declared, setting.getKey())
              || (!declared.names().contains(setting.getKey())
                  && SecretNames.isSecret(setting.getKey()));
      if (secret && !setting.getValue().isEmpty() && !isReference) {
        secrets.remember(setting.getValue());
        problems.add(
            Problem.warning(
                config.placeOf(setting.getKey()),
                "a secret stands in the file itself",
                "Refer to it: ${env:NAME}, ${file:path:key} or ${dir:path:file}"));
      }
    }
  }

  private void warnOfAddress(String key, String value) {
    Matcher address = IN_ADDRESS.matcher(value);
    if (address.find()) {
      String password = address.group(address.group(1) == null ? 2 : 1);
      if (!Secrets.isReference(password)) {
        secrets.remember(password);
        problems.add(
            Problem.warning(
                config.placeOf(key),
                "a password stands in this address, and in the file itself",
                "Set the connector's own password setting, by a reference: ${env:NAME},"
                    + " ${file:path:key} or ${dir:path:file}"));
      }
    }
  }

  private static boolean isPassword(ConfigDef declared, String key) {
    ConfigDef.ConfigKey known = declared.configKeys().get(key);
    return known != null && known.type == ConfigDef.Type.PASSWORD;
  }

  private void unknownKeys(ConfigDef declared, boolean isConnector) {
    if (declared.names().isEmpty()) {
      return; // declares nothing: it reads what it likes
    }
    for (String key : config.values().keySet()) {
      if (config.undeclared().contains(key) || isKnown(key, declared, isConnector)) {
        continue;
      }
      Optional<String> elsewhere = isConnector ? ConnectKeys.elsewhere(key) : Optional.empty();
      if (elsewhere.isPresent()) {
        problems.add(Problem.error(config.placeOf(key), "is not read here", elsewhere.get()));
      } else {
        problems.add(unknown(key, declared, isConnector));
      }
    }
  }

  private boolean isKnown(String key, ConfigDef declared, boolean isConnector) {
    return declared.names().contains(key)
        || (isConnector
            && ConnectKeys.isUnderstood(
                key, plugin.id().className(), declared.names(), config.values()));
  }

  /**
   * Where the settings stand of which it is known what they are: the plugin declares them, or hands
   * them on to somebody else. Of what declares nothing all are.
   *
   * @throws PluginException when the plugin does not say which settings it has
   */
  Set<Place> known(boolean isConnector) {
    ConfigDef declared =
        PluginCall.ask(
            plugin, "for its settings", deadline, () -> Descriptions.configOf(plugin.instance()));
    return config.values().keySet().stream()
        .filter(key -> !config.undeclared().contains(key))
        .filter(key -> declared.names().isEmpty() || isKnown(key, declared, isConnector))
        .map(config::placeOf)
        .collect(Collectors.toSet());
  }

  private Problem unknown(String key, ConfigDef declared, boolean isConnector) {
    Set<String> candidates = new LinkedHashSet<>(declared.names());
    if (isConnector) {
      candidates.addAll(ConnectKeys.names());
    }
    String otherwise =
        isConnector
            ? "Settings that it reads without declaring them stand under 'undeclared'"
            : "It knows " + String.join(", ", declared.names());
    return Problem.error(
        config.placeOf(key),
        "'" + key + "' is not a setting of " + plugin.id().className(),
        Spelling.nearest(key, candidates)
            .map(near -> "Did you mean '" + near + "'?")
            .orElse(otherwise));
  }

  private void values(ConfigDef declared, Map<String, String> resolved, Verdict verdict) {
    Collection<ConfigValue> answer;
    try {
      answer =
          PluginCall.ask(plugin, "to check its settings", deadline, () -> verdict.of(resolved));
    } catch (PluginException e) {
      problems.add(failure(config.place(), e));
      return;
    }
    Set<String> said = new LinkedHashSet<>();
    for (ConfigValue value : answer) {
      for (String error : value.errorMessages()) {
        boolean follows = // what is missing or could not be read is then checked as if it were null
            error.startsWith("Invalid value null for configuration ")
                && value.errorMessages().size() > 1;
        if (!follows && said.add(value.name() + error)) {
          problems.add(invalid(declared, value, error, resolved.get(value.name())));
        }
      }
    }
  }

  private Problem invalid(
      ConfigDef declared, ConfigValue value, String error, @Nullable String given) {
    boolean isSecret = isPassword(declared, value.name()) || SecretNames.isSecret(value.name());
    // Kafka's messages quote the value, so a secret's cannot be shown. Invariant 9.
    String message =
        isSecret && given != null && !given.isEmpty() && error.contains(given)
            ? "is not accepted (not shown, since it is a secret)"
            : secrets.redact(error);
    String hint =
        given == null || isSecret
            ? null
            : Spelling.nearest(given, choices(value, error))
                .filter(near -> !near.equals(given))
                .map(near -> "Did you mean '" + near + "'?")
                .orElse(null);
    return Problem.error(config.placeOf(value.name()), message, hint);
  }

  /**
   * The values that a plugin would take, as it recommends them or as Kafka's validators list them.
   */
  private static List<String> choices(ConfigValue value, String error) {
    if (!value.recommendedValues().isEmpty()) {
      return value.recommendedValues().stream().map(String::valueOf).distinct().toList();
    }
    Matcher listed = ONE_OF.matcher(error);
    return listed.find()
        ? Stream.of(listed.group(1).split(",")).map(String::strip).toList()
        : List.of();
  }

  private Problem failure(Place place, PluginException e) {
    Throwable cause = e.getCause();
    String detail =
        cause == null || cause instanceof TimeoutException
            ? ""
            : ": " + secrets.redact(cause.getClass().getSimpleName() + ": " + cause.getMessage());
    return Problem.error(place, e.getMessage() + detail, null);
  }
}
