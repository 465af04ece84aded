package io.sluice.cli.reconcile;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Finds a field's column in the target, as the sink's settings name it. Of a spelling in words
 * ({@code snake}) only letters and digits are compared: the sink decides where words begin.
 */
final class ColumnNaming {
  private static final String FIELD = "${column}";

  private final Map<String, String> config;
  private final String format;
  private final UnaryOperator<String> spelling;

  /**
   * @param config the sink's settings
   */
  ColumnNaming(Map<String, String> config) {
    this.config = config;
    format = config.getOrDefault("column.name.format", FIELD);
    spelling =
        switch (config.getOrDefault("column.case", "keep").toLowerCase(Locale.ROOT)) {
          case "lower" -> name -> name.toLowerCase(Locale.ROOT);
          case "upper" -> name -> name.toUpperCase(Locale.ROOT);
          case "snake" -> ColumnNaming::letters;
          default -> name -> name;
        };
  }

  private static String letters(String name) {
    String letters =
        name.codePoints()
            .filter(Character::isLetterOrDigit)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    return letters.isEmpty() ? name : letters.toLowerCase(Locale.ROOT);
  }

  /**
   * The column of a field.
   *
   * @param schema of the target's table; empty for the default one
   * @param table the target's table
   * @param field the source's column
   * @param columns what the target's table has
   * @return empty if there is none, or more than one that it may be
   */
  Optional<String> column(String schema, String table, String field, List<String> columns) {
    Optional<String> renamed = renamed(schema, table, field);
    if (renamed.isPresent()) {
      return renamed.filter(columns::contains);
    }
    int at = format.indexOf(FIELD);
    String before = format.substring(0, at);
    String after = format.substring(at + FIELD.length());
    List<String> found =
        columns.stream()
            .filter(column -> column.length() >= before.length() + after.length())
            .filter(column -> column.startsWith(before) && column.endsWith(after))
            .filter(
                column ->
                    spelling
                        .apply(field)
                        .equals(
                            spelledBack(
                                column.substring(
                                    before.length(), column.length() - after.length()))))
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** Of a column's own spelling nothing is changed, but where words begin. */
  private String spelledBack(String column) {
    return config.getOrDefault("column.case", "keep").equalsIgnoreCase("snake")
        ? letters(column)
        : column;
  }

  private Optional<String> renamed(String schema, String table, String field) {
    String setting = "column.rename.";
    String renames =
        config.getOrDefault(
            setting + schema + "." + table, config.getOrDefault(setting + table, ""));
    for (String pair : renames.split(",")) {
      String[] parts = pair.split(":", 2);
      if (parts.length == 2 && parts[0].strip().equals(field)) {
        return Optional.of(parts[1].strip());
      }
    }
    return Optional.empty();
  }
}
