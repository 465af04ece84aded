package io.sluice.kafka.deploy;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.Spelling;
import io.sluice.pipeline.kafka.ContractSettings;
import io.sluice.pipeline.kafka.RecordFormat;
import io.sluice.pipeline.secret.HiddenValues;
import io.sluice.pipeline.secret.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Has the plugins on a cluster judge a connector, and finds the lines that they mean. */
public final class ClusterCheck {
  private static final String NOT_THERE =
      "Deploying installs no plugins, those of maven: coordinates neither: each worker needs it in"
          + " its plugin.path. A sluice worker has, when it starts, what the sluice.lock of its"
          + " folder lists";

  /** Kafka's own words around the value of a setting. */
  private static final Pattern QUOTED =
      Pattern.compile("(?s)(Invalid value ).*( for configuration )");

  private static final String NOT_SHOWN =
      "is not accepted (why is not shown, since it may quote a secret)";

  private final ConnectCluster cluster;

  public ClusterCheck(ConnectCluster cluster) {
    this.cluster = cluster;
  }

  /** All problems of this connector; errors keep it from being made. */
  public List<Problem> problems(Connector connector) {
    ConnectCluster.Verdict verdict;
    try {
      verdict = cluster.validate(connector.config());
    } catch (ConnectClusterException e) {
      if (e.kind() == ConnectClusterException.Kind.UNREACHABLE
          || e.kind() == ConnectClusterException.Kind.TLS
          || e.kind() == ConnectClusterException.Kind.LOGIN) {
        throw e;
      }
      String message = String.valueOf(e.getMessage());
      return List.of(
          message.contains(ContractSettings.TRANSFORM)
              ? withoutContracts(connector, "transforms")
              : Problem.error(connector.placeOf("connector.class"), message, NOT_THERE));
    }
    List<Problem> problems = new ArrayList<>();
    verdict
        .errors()
        .forEach((key, errors) -> errors.forEach(e -> problems.add(error(connector, key, e))));
    connector.places().keySet().stream()
        .filter(key -> !verdict.known().contains(key))
        .forEach(key -> misspelt(connector, key, verdict.known()).forEach(problems::add));
    return problems.stream().distinct().sorted(Problem.BY_PLACE).toList();
  }

  /** Invariant 9: messages of Kafka's quote the value. */
  private static Problem error(Connector connector, String key, String message) {
    String value = connector.config().getOrDefault(key, "");
    if (key.endsWith("converter") && value.equals(RecordFormat.JSON_WITH_SCHEMAS.className())) {
      return withoutOurConverter(connector, key);
    }
    if (value.equals(ContractSettings.TRANSFORM)) {
      return withoutContracts(connector, key);
    }
    return Problem.error(
        connector.placeOf(key),
        "connector " + connector.name() + ", " + key + ": " + shown(key, value, message),
        null);
  }

  private static String shown(String key, String value, String message) {
    boolean secret = HiddenValues.isHidden(key, value) || SecretNames.isSecret(key);
    boolean reference = HiddenValues.hasReference(value);
    if (reference && !secret && !SecretNames.isPlain(key)) {
      // The worker has resolved it: nobody here knows what else of a sentence would quote it.
      Matcher quoted = QUOTED.matcher(message);
      return quoted.find() ? quoted.replaceFirst("$1(not shown)$2") : NOT_SHOWN;
    }
    boolean quotes = !value.isEmpty() && (reference || message.contains(value));
    return secret && quotes ? NOT_SHOWN : HiddenValues.without(message);
  }

  private static Problem withoutContracts(Connector connector, String key) {
    return Problem.error(
        connector.placeOf(key),
        "connector " + connector.name() + ": the cluster's workers hold no contract on schemas",
        "Workers of Sluice do (sluice worker). On those of others leave 'schema' out, and have a"
            + " converter hold schemas that knows a registry, such as 'value.converter: avro'");
  }

  private static Problem withoutOurConverter(Connector connector, String key) {
    return Problem.error(
        connector.placeOf(key),
        "connector "
            + connector.name()
            + ", "
            + key
            + ": the cluster does not have "
            + RecordFormat.JSON_WITH_SCHEMAS.className(),
        "Put the folder plugins/sluice-converters of the distribution on every worker's"
            + " plugin.path. Or have Connect's own converter write and read the same form: say '"
            + key
            + ": connect-json-with-schemas' under 'converters', and it makes 0 of NaN, infinities"
            + " and minus zero");
  }

  /** Connect hands unknown settings on unread, so that one that is misspelt would say nothing. */
  private static Stream<Problem> misspelt(Connector connector, String key, List<String> declared) {
    Map<Boolean, List<String>> byTaken =
        declared.stream().collect(Collectors.partitioningBy(connector.config()::containsKey));
    return Spelling.nearest(key, byTaken.getOrDefault(false, List.of())).stream()
        .map(
            near ->
                Problem.warning(
                    connector.placeOf(key),
                    "the plugins on the cluster do not declare '" + key + "'",
                    "Did you mean '" + near + "'?"));
  }
}
