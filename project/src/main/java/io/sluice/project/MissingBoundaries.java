package io.sluice.project;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.SinkSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A sink that keeps transactions whole at a source that does not say where they end: it would stop
 * at the first change. Source and sink are right each by itself, so that only here both are seen.
 */
final class MissingBoundaries {
  private static final String WANTED = "transaction.boundaries";
  private static final String PROVIDED = "provide.transaction.metadata";

  private MissingBoundaries() {}

  /**
   * An error for each sink that it concerns; none at sources of which it is not known how they say
   * it.
   *
   * @param resolved the settings of a connector with secrets in place
   */
  static List<Problem> problems(
      Pipeline pipeline, Function<ConnectorSpec, Map<String, String>> resolved) {
    ConnectorSpec source = pipeline.source();
    String name = source.connector().toLowerCase(Locale.ROOT);
    boolean known = name.contains("postgres") || name.contains("debezium");
    if (!known || isTrue(resolved.apply(source), PROVIDED)) {
      return List.of();
    }
    return pipeline.sinks().stream()
        .map(SinkSpec::connector)
        .filter(MissingBoundaries::isTable)
        .filter(sink -> isTrue(resolved.apply(sink), WANTED))
        .map(
            sink ->
                Problem.error(
                    sink.config().placeOf(WANTED),
                    "the source does not say where its transactions end",
                    "Set " + PROVIDED + ": true at the source"))
        .toList();
  }

  private static boolean isTable(ConnectorSpec sink) {
    return sink.connector().equals("table") || sink.connector().endsWith(".TableSinkConnector");
  }

  private static boolean isTrue(Map<String, String> config, String key) {
    return config.getOrDefault(key, "false").strip().equalsIgnoreCase("true");
  }
}
