package io.sluice.project;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.SinkSpec;
import io.sluice.project.inspect.PostgresAddress;
import io.sluice.project.inspect.PostgresInspection;
import io.sluice.project.inspect.TableFilter;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Tables whose every row would become a dead letter: they have no key, and the sink places rows by
 * it. Source and sink are right each by itself, so that only here both are seen.
 */
final class KeylessTables {
  private static final List<String> MODES = List.of("mode", "insert.mode");
  private static final List<String> KEY_MODES = List.of("primary.key.mode", "pk.mode");

  private KeylessTables() {}

  /**
   * A warning for each sink that it concerns; none where a transform or a setting may give the
   * records a key, or the source cannot be asked.
   *
   * @param resolved the settings of a connector with secrets in place
   */
  static List<Problem> warnings(
      Pipeline pipeline, Function<ConnectorSpec, Map<String, String>> resolved) {
    List<SinkSpec> sinks =
        pipeline.sinks().stream().filter(sink -> placesByKey(sink.connector())).toList();
    ConnectorSpec source = pipeline.source();
    if (sinks.isEmpty()
        || !pipeline.transforms().isEmpty()
        || !source.connector().toLowerCase(Locale.ROOT).contains("postgres")
        || source.config().values().containsKey("message.key.columns")) {
      return List.of();
    }
    List<String> tables = withoutKey(resolved.apply(source));
    return tables.isEmpty() ? List.of() : sinks.stream().map(s -> warning(s, tables)).toList();
  }

  private static boolean placesByKey(ConnectorSpec sink) {
    Map<String, String> config = sink.config().values();
    boolean table =
        sink.connector().equals("table") || sink.connector().endsWith(".TableSinkConnector");
    return table
        && isUpsert(config)
        && KEY_MODES.stream()
            .allMatch(key -> config.getOrDefault(key, "record_key").equals("record_key"));
  }

  /** Whether a table sink with these settings replaces rows that are there. */
  static boolean isUpsert(Map<String, String> config) {
    return MODES.stream().allMatch(key -> config.getOrDefault(key, "upsert").equals("upsert"));
  }

  private static List<String> withoutKey(Map<String, String> config) {
    if (!PostgresAddress.isIn(config)) {
      return List.of();
    }
    try (PostgresInspection inspection = PostgresInspection.open(PostgresAddress.of(config))) {
      List<String> keyless = inspection.withoutKey();
      return inspection.tables().stream()
          .filter(TableFilter.of(config))
          .map(table -> table.qualified())
          .filter(keyless::contains)
          .toList();
    } catch (SQLException | IllegalArgumentException e) {
      return List.of(); // The connector itself says what is wrong.
    }
  }

  private static Problem warning(SinkSpec sink, List<String> tables) {
    return Problem.warning(
        sink.connector().config().placeOf("mode"),
        "mode upsert places rows by their key, and all rows of tables without one become dead"
            + " letters: "
            + String.join(", ", tables),
        "Give them a primary key, leave them out with table.exclude.list, or copy them with mode"
            + " append in a pipeline of their own");
  }
}
