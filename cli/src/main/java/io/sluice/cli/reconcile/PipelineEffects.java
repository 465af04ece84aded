package io.sluice.cli.reconcile;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.pipeline.TransformSpec;
import io.sluice.project.inspect.SourceTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline makes of its source's rows on their way: which topic a table becomes, which
 * columns arrive as they are. Whatever it does that is not understood here is refused, since a
 * difference would be its doing.
 */
final class PipelineEffects {
  private static final Set<String> HARMLESS =
      Set.of("insertheader", "dropheaders", "insertheader$value", "dropheaders$value");

  private static final Pattern COLUMN_RULE =
      Pattern.compile("column\\.(mask\\.with\\.|mask\\.hash\\.|truncate\\.to\\.).*");

  private final Map<String, String> source;
  private final List<UnaryOperator<String>> routes = new ArrayList<>();
  private final Set<String> masked = new HashSet<>();

  private PipelineEffects(Map<String, String> source) {
    this.source = source;
  }

  /**
   * Reads the settings of the source and the transforms.
   *
   * @param source the source's settings, secrets in place
   * @throws CommandFailure naming what cannot be taken into account
   */
  static PipelineEffects of(Map<String, String> source, List<TransformSpec> transforms) {
    PipelineEffects effects = new PipelineEffects(source);
    if (!source.getOrDefault("topic.naming.strategy", "").isEmpty()) {
      throw refused(
          "the source's topic.naming.strategy", "Reconcile knows the default names only.");
    }
    Set<String> skipped = Set.of(source.getOrDefault("skipped.operations", "t").split("\\s*,\\s*"));
    if (skipped.contains("c") || skipped.contains("u") || skipped.contains("d")) {
      throw refused("skipped.operations of the source", "Copies differ from it by intention.");
    }
    transforms.forEach(effects::add);
    return effects;
  }

  private static CommandFailure refused(String what, @Nullable String hint) {
    return new CommandFailure(
        ExitCode.USAGE, what + ": what the pipeline changes by that cannot be compared", hint);
  }

  private void add(TransformSpec transform) {
    String type = transform.type().toLowerCase(Locale.ROOT);
    String name = type.substring(type.lastIndexOf('.') + 1);
    Map<String, String> config = transform.config().values();
    if (HARMLESS.contains(name)) {
      return;
    }
    boolean always = transform.predicate().isEmpty();
    switch (name) {
      // Under a condition some rows are masked: their columns cannot be compared all the same.
      case "mask", "mask$value", "mask$key" ->
          masked.addAll(List.of(config.getOrDefault("fields", "").split("\\s*,\\s*")));
      case "regexrouter" -> {
        if (!always) {
          throw refused("transform " + transform.name() + " under a condition", null);
        }
        routes.add(route(config));
      }
      default ->
          throw refused(
              "transform " + transform.name() + " (" + transform.type() + ")",
              "Reconcile understands mask, RegexRouter and transforms of headers.");
    }
  }

  /** Kafka's: only a topic that matches as a whole is renamed. */
  private static UnaryOperator<String> route(Map<String, String> config) {
    Pattern regex = Pattern.compile(config.getOrDefault("regex", "(?!)"));
    String replacement = config.getOrDefault("replacement", "");
    return topic -> {
      Matcher matcher = regex.matcher(topic);
      return matcher.matches() ? matcher.replaceFirst(replacement) : topic;
    };
  }

  /** The topic under which the rows of a table come to the sinks. */
  String topic(SourceTable table) {
    return topic(table.schema() + delimiter() + table.name());
  }

  /** The topic of the marks where transactions begin and end, which are rows of no table. */
  String transactionTopic() {
    return topic(source.getOrDefault("topic.transaction", "transaction"));
  }

  private String delimiter() {
    return source.getOrDefault("topic.delimiter", ".");
  }

  private String topic(String rest) {
    String prefix = source.getOrDefault("topic.prefix", source.getOrDefault("database.dbname", ""));
    String plain = prefix + delimiter() + rest;
    // What Kafka does not take in a topic's name is an underscore there.
    String topic = plain.replaceAll("[^a-zA-Z0-9._-]", "_");
    for (UnaryOperator<String> route : routes) {
      topic = route.apply(topic);
    }
    return topic;
  }

  /** Why a table cannot be compared; empty if it can. */
  Optional<String> refusal(SourceTable table) {
    if (source.containsKey("snapshot.select.statement.overrides." + table.qualified())) {
      return Optional.of("its snapshot is taken by a statement of yours");
    }
    return Optional.empty();
  }

  /** Why a column does not arrive as it is; empty if it does. */
  Optional<String> leftOut(SourceTable table, String column) {
    String qualified = table.qualified() + "." + column;
    if (masked.stream().anyMatch(m -> m.equals(column) || m.startsWith(column + "."))) {
      return Optional.of("masked by the pipeline");
    }
    String excluded = source.getOrDefault("column.exclude.list", "");
    String included = source.getOrDefault("column.include.list", "");
    if (matches(excluded, qualified) || !included.isEmpty() && !matches(included, qualified)) {
      return Optional.of("not captured by the source");
    }
    for (Map.Entry<String, String> setting : source.entrySet()) {
      if (COLUMN_RULE.matcher(setting.getKey()).matches()
          && matches(setting.getValue(), qualified)) {
        return Optional.of("masked or cut by the source");
      }
    }
    return Optional.empty();
  }

  private static boolean matches(String expressions, String name) {
    for (String expression : expressions.split("(?<!\\\\),")) {
      String text = expression.replace("\\,", ",").strip();
      try {
        if (!text.isEmpty()
            && Pattern.compile(text, Pattern.CASE_INSENSITIVE).matcher(name).matches()) {
          return true;
        }
      } catch (PatternSyntaxException e) {
        throw new CommandFailure(
            ExitCode.USAGE, "'" + text + "' is not a regular expression", null, e);
      }
    }
    return false;
  }
}
