package io.sluice.project;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.pipeline.kafka.TopicSpec.Naming;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Several tables of a database whose rows come into the one topic that the pipeline names: a sink
 * takes them for rows of one table, and where it places them by their keys, those of one table
 * overwrite those of another. Source, topic and sink are right each by itself, so that only here
 * all are seen.
 */
final class SharedTopic {
  private static final List<String> TABLES =
      List.of("table.include.list", "collection.include.list");

  /** A comma inside an expression is written \, as Debezium has it. */
  private static final Pattern BETWEEN = Pattern.compile("(?<!\\\\),");

  /** What makes an expression of a name; a dot is in every name. */
  private static final Pattern EXPRESSION = Pattern.compile("[*+?|\\[(]");

  private SharedTopic() {}

  /**
   * An error where the file itself names several tables and a sink places rows by key, a warning
   * where it is not known how many tables there are or what the sink makes of them; nothing where a
   * transform of the file brings records together, since somebody meant it.
   */
  static List<Problem> problems(KafkaPipeline pipeline) {
    Optional<ConnectorSpec> source = pipeline.source();
    if (source.isEmpty()
        || pipeline.topics().naming() != Naming.NAMES
        || pipeline.transforms().stream().anyMatch(t -> lower(t.type()).contains("rout"))) {
      return List.of();
    }
    Map<String, String> config = source.get().config().values();
    Optional<String> list =
        TABLES.stream().filter(config::containsKey).map(config::get).findFirst();
    if (list.isEmpty() && !capturesDatabase(source.get().connector())) {
      return List.of();
    }
    List<String> tables = list.map(SharedTopic::expressions).orElse(List.of());
    boolean one = tables.size() == 1 && !EXPRESSION.matcher(tables.get(0)).find();
    return one ? List.of() : List.of(problem(pipeline, tables));
  }

  private static Problem problem(KafkaPipeline pipeline, List<String> tables) {
    String topic = pipeline.topics().names().get(0);
    String what =
        tables.size() > 1
            ? "rows of several tables (" + String.join(", ", tables) + ") would come"
            : tables.isEmpty()
                ? "the source does not say which tables, and the rows of all would come"
                : "the rows of every table that fits '" + tables.get(0) + "' would come";
    boolean byKey =
        pipeline.sinks().stream().map(SinkSpec::connector).anyMatch(SharedTopic::placesByKey);
    String message =
        what
            + " into the one topic "
            + topic
            + (byKey
                ? ", and the sink makes one table of it: rows with equal keys overwrite each other"
                : ", where nothing but the records' schemas tells them apart");
    String hint =
        "Give each table a topic of its own: topics: {prefix: "
            + topic
            + ".}; or name one table. If one table of all is meant, bring them together with a"
            + " RegexRouter in transforms";
    return byKey && tables.size() > 1
        ? Problem.error(pipeline.topics().place(), message, hint)
        : Problem.warning(pipeline.topics().place(), message, hint);
  }

  private static List<String> expressions(String list) {
    return Arrays.stream(BETWEEN.split(list)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static boolean capturesDatabase(String connector) {
    String name = lower(connector);
    return name.startsWith("postgres") || name.contains(".postgres") || name.contains("debezium");
  }

  private static boolean placesByKey(ConnectorSpec sink) {
    String name = sink.connector().replaceFirst("@.*", "");
    boolean table = name.equals("table") || name.endsWith(".TableSinkConnector");
    return table && KeylessTables.isUpsert(sink.config().values());
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
