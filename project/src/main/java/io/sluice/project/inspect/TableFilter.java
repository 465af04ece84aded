package io.sluice.project.inspect;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The include and exclude lists of Debezium's connectors: comma-separated regular expressions, each
 * matched against the whole name without regard to case.
 */
public final class TableFilter implements Predicate<SourceTable> {
  private final List<Pattern> schemas;
  private final List<Pattern> noSchemas;
  private final List<Pattern> tables;
  private final List<Pattern> noTables;

  private TableFilter(Map<String, String> config) {
    schemas = patterns(config, "schema.include.list");
    noSchemas = patterns(config, "schema.exclude.list");
    tables = patterns(config, "table.include.list");
    noTables = patterns(config, "table.exclude.list");
  }

  /**
   * Reads the four lists of a source's config.
   *
   * @throws IllegalArgumentException when an expression is none, naming the key
   */
  public static TableFilter of(Map<String, String> config) {
    return new TableFilter(config);
  }

  @Override
  public boolean test(SourceTable table) {
    return (schemas.isEmpty() || matches(schemas, table.schema()))
        && !matches(noSchemas, table.schema())
        && (tables.isEmpty() || matches(tables, table.qualified()))
        && !matches(noTables, table.qualified());
  }

  private static boolean matches(List<Pattern> patterns, String name) {
    return patterns.stream().anyMatch(p -> p.matcher(name).matches());
  }

  private static List<Pattern> patterns(Map<String, String> config, String key) {
    // A comma inside an expression is written \, as Debezium has it.
    return Arrays.stream(config.getOrDefault(key, "").split("(?<!\\\\),"))
        .map(s -> s.replace("\\,", ",").strip())
        .filter(s -> !s.isEmpty())
        .map(
            s -> {
              try {
                return Pattern.compile(s, Pattern.CASE_INSENSITIVE);
              } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                    key + ": '" + s + "' is not a regular expression: " + e.getDescription(), e);
              }
            })
        .toList();
  }
}
