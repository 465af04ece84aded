package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/**
 * What is to be done to single columns.
 *
 * @param rules in the order in which they are asked: the first one that matches a column is the
 *     only one that applies
 * @param comments whether the columns' comments are wanted in schemas
 * @param skipUnchanged whether updates that change no captured column are wanted no more
 */
public record ColumnSettings(List<Rule> rules, boolean comments, boolean skipUnchanged) {

  static final String KEY = "message.key.columns";
  static final String PROPAGATE = "column.propagate.source.type";
  static final String PROPAGATE_TYPES = "datatype.propagate.source.type";
  static final String COMMENTS = "include.schema.comments";
  static final String UNCHANGED = "skip.messages.without.change";

  private static final Pattern TRUNCATE =
      Pattern.compile("column\\.truncate\\.to\\.(\\d+)\\.chars");
  private static final Pattern MASK = Pattern.compile("column\\.mask\\.with\\.(\\d+)\\.chars");
  private static final Pattern HASH =
      Pattern.compile("column\\.mask\\.hash\\.([^.]+)\\.with\\.salt\\.(.+)");
  private static final Pattern HASH_V2 =
      Pattern.compile("column\\.mask\\.hash\\.v2\\.([^.]+)\\.with\\.salt\\.(.+)");
  private static final Pattern FAMILY = Pattern.compile("column\\.(truncate|mask)\\..*");

  public ColumnSettings {
    rules = List.copyOf(rules);
  }

  /** What a rule does. */
  public enum Action {
    /** Texts and bytes are cut to a length. */
    TRUNCATE,
    /** Texts become asterisks. */
    MASK,
    /** The schema tells of the source's type. */
    PROPAGATE,
    /** Texts become the hash of their serialized Java form. */
    HASH,
    /** Texts become the hash of their bytes in UTF-8. */
    HASH_V2
  }

  /**
   * What is to be done to some columns.
   *
   * @param columns tells by {@code schema.table.column}
   * @param byType whether it wants {@code schema.table.type} instead
   * @param length characters of the mask, or that are left
   * @param algorithm of the hash, by Java's names
   * @param salt of the hash
   */
  public record Rule(
      Predicate<String> columns,
      boolean byType,
      Action action,
      int length,
      String algorithm,
      String salt) {

    private static Rule plain(String columns, boolean byType, Action action, int length) {
      return new Rule(Selection.matching(columns, null), byType, action, length, "", "");
    }

    private static Rule hash(String columns, Action action, Matcher name) {
      return new Rule(
          Selection.matching(columns, null), false, action, 0, name.group(1), name.group(2));
    }
  }

  static void define(ConfigDef def) {
    def.define(
        KEY,
        Type.STRING,
        null,
        ConfigDef.LambdaValidator.with(
            (name, value) -> {
              try {
                KeyColumns.parse((String) value);
              } catch (IllegalArgumentException e) {
                throw new ConfigException(name, value, String.valueOf(e.getMessage()));
              }
            },
            () -> "table:column,column;..."),
        MEDIUM,
        "Columns that make the key, instead of the primary key: table:column,column;table:column,"
            + " where schema.table.column is a regular expression.");
    list(def, "column.truncate.to.(d+).chars", "Columns whose texts are cut to that length");
    list(def, "column.mask.with.(d+).chars", "Columns whose texts become that many asterisks");
    list(
        def,
        "column.mask.hash.([^.]+).with.salt.(.+)",
        "Columns whose texts become a hash by that algorithm and salt");
    list(
        def,
        "column.mask.hash.v2.([^.]+).with.salt.(.+)",
        "Columns whose texts become a hash by that algorithm and salt, of the text alone");
    list(def, PROPAGATE, "Columns whose schemas tell of the source's type");
    list(
        def,
        PROPAGATE_TYPES,
        "Types, as schema.table.type, whose columns' schemas tell of the source's type");
    def.define(
        COMMENTS,
        Type.BOOLEAN,
        false,
        LOW,
        "Whether schemas have the comments of columns as their documentation.");
    def.define(
        UNCHANGED,
        Type.BOOLEAN,
        false,
        LOW,
        "Whether an update that changes none of the captured columns makes no record. Needs REPLICA"
            + " IDENTITY FULL.");
  }

  static ColumnSettings of(PostgresConfig config) {
    // Debezium asks the kinds of rules in this order, and takes the first that matches.
    List<Rule> rules = new ArrayList<>();
    Map<String, String> settings = new TreeMap<>(config.originalsStrings());
    each(settings, TRUNCATE, (m, v) -> rules.add(length(v, Action.TRUNCATE, m)));
    each(settings, MASK, (m, v) -> rules.add(length(v, Action.MASK, m)));
    for (String name : List.of(PROPAGATE, PROPAGATE_TYPES)) {
      String columns = config.getString(name);
      if (columns != null) {
        rules.add(Rule.plain(columns, name.equals(PROPAGATE_TYPES), Action.PROPAGATE, 0));
      }
    }
    each(settings, HASH, (m, v) -> rules.add(Rule.hash(v, Action.HASH, m)));
    each(settings, HASH_V2, (m, v) -> rules.add(Rule.hash(v, Action.HASH_V2, m)));
    return new ColumnSettings(rules, config.getBoolean(COMMENTS), config.getBoolean(UNCHANGED));
  }

  /**
   * What is wrong with the settings that have a part of their meaning in their name, by setting.
   */
  public static Map<String, String> refused(Map<String, String> settings) {
    Map<String, String> refused = new TreeMap<>();
    settings.forEach(
        (name, value) -> {
          if (!FAMILY.matcher(name).matches()) {
            return;
          }
          String wrong = wrong(name, value);
          if (wrong != null) {
            refused.put(name, wrong);
          }
        });
    return refused;
  }

  private static @org.jspecify.annotations.Nullable String wrong(String name, String value) {
    Matcher hash = HASH_V2.matcher(name);
    if (!hash.matches()) {
      hash = HASH.matcher(name);
    }
    try {
      Selection.patterns(value);
      if (hash.matches()) {
        MessageDigest.getInstance(hash.group(1));
      } else if (!TRUNCATE.matcher(name).matches() && !MASK.matcher(name).matches()) {
        return "is no setting. There are column.truncate.to.<n>.chars, column.mask.with.<n>.chars,"
            + " column.mask.hash.<algorithm>.with.salt.<salt> and"
            + " column.mask.hash.v2.<algorithm>.with.salt.<salt>";
      }
      return null;
    } catch (PatternSyntaxException e) {
      return "is not a list of regular expressions: " + e.getDescription();
    } catch (NoSuchAlgorithmException e) {
      return "names an algorithm that Java does not have; SHA-256 is one";
    }
  }

  private interface Match {
    void accept(Matcher name, String value);
  }

  private static void each(Map<String, String> settings, Pattern name, Match match) {
    settings.forEach(
        (key, value) -> {
          Matcher matcher = name.matcher(key);
          if (matcher.matches() && value != null && !value.isBlank()) {
            match.accept(matcher, value);
          }
        });
  }

  private static Rule length(String columns, Action action, Matcher name) {
    return Rule.plain(columns, false, action, Integer.parseInt(name.group(1)));
  }

  private static void list(ConfigDef def, String name, String what) {
    Validator expressions = Settings.expressions();
    def.define(
        name,
        Type.STRING,
        null,
        expressions,
        MEDIUM,
        what + ": regular expressions separated by commas, each for schema.table.column.");
  }
}
