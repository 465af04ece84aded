package io.sluice.connector.postgres.config;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which tables and columns are captured, by Debezium's rule: every entry of a list is a regular
 * expression that must match the whole name ({@code schema}, {@code schema.table}, {@code
 * schema.table.column}), whatever its case; of an include and an exclude list only one may be
 * given. Immutable.
 */
public final class Selection {

  private static final Predicate<String> ALL = name -> true;

  private final Predicate<String> schemas;
  private final Predicate<String> tables;
  private final Predicate<String> columns;
  private final KeyColumns keys;
  private final String publication;
  private final boolean viaRoot;

  Selection(
      Predicate<String> schemas,
      Predicate<String> tables,
      Predicate<String> columns,
      KeyColumns keys,
      String publication,
      boolean viaRoot) {
    this.publication = publication;
    this.viaRoot = viaRoot;
    this.keys = keys;
    this.schemas = schemas;
    this.tables = tables;
    this.columns = columns;
  }

  /** Selects everything. */
  public static Selection all() {
    return new Selection(ALL, ALL, ALL, KeyColumns.parse(null), "", false);
  }

  /**
   * A name as a list of expressions has it: matches this name, and none that is likely beside it. A
   * plain dot stays, since it reads well.
   */
  public static String expression(String name) {
    return name.replaceAll("([\\\\^$*+?()\\[\\]{}|,])", "\\\\$1");
  }

  /** The publication, which decides in which form tables are told. */
  public String publication() {
    return publication;
  }

  /** Whether a publication that has to be made tells partitions as their partitioned table. */
  public boolean viaRoot() {
    return viaRoot;
  }

  /** Whether the table is captured. */
  public boolean includes(String schema, String table) {
    return schemas.test(schema) && tables.test(schema + "." + table);
  }

  /**
   * The columns that make the key of a table instead of its primary key.
   *
   * @param names the table's columns
   * @return empty for a table that keeps its primary key
   */
  public List<String> key(String schema, String table, List<String> names) {
    return keys.of(schema + "." + table, names);
  }

  /**
   * Whether the column of a captured table is captured. One of the key is read even if it is not,
   * since the key needs it.
   */
  public boolean includes(String schema, String table, String column) {
    return columns == ALL || columns.test(schema + "." + table + "." + column);
  }

  /** A test out of an include and an exclude list, of which at most one is not empty. */
  static Predicate<String> matching(@Nullable String include, @Nullable String exclude) {
    List<Pattern> included = patterns(include);
    if (!included.isEmpty()) {
      return name -> included.stream().anyMatch(p -> p.matcher(name).matches());
    }
    List<Pattern> excluded = patterns(exclude);
    return excluded.isEmpty()
        ? ALL
        : name -> excluded.stream().noneMatch(p -> p.matcher(name).matches());
  }

  /**
   * The expressions of a list, separated by commas ({@code \,} is a comma).
   *
   * @throws java.util.regex.PatternSyntaxException when one is no regular expression
   */
  static List<Pattern> patterns(@Nullable String list) {
    if (list == null || list.isBlank()) {
      return List.of();
    }
    return Arrays.stream(list.split("(?<!\\\\),"))
        .map(entry -> entry.replace("\\,", ",").strip())
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Pattern.compile(entry, Pattern.CASE_INSENSITIVE))
        .toList();
  }
}
