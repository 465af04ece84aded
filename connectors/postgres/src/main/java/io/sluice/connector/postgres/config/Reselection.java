package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Which values of streamed rows are read again from the table, as the rows have them then: by our
 * own setting, or by Debezium's post processor for that, the only one that is known here.
 *
 * @param columns tells by {@code schema.table:column}
 * @param unavailable whether large values are that the server did not send
 * @param nulls whether values are that are null
 * @param byEventKey whether a row is found by its event's key rather than by its primary key
 * @param strict whether a row that cannot be read ends the task
 */
public record Reselection(
    Predicate<String> columns,
    boolean unavailable,
    boolean nulls,
    boolean byEventKey,
    boolean strict) {

  static final String COMPLETE = "sluice.toast.complete";
  static final String PROCESSORS = "post.processors";
  static final String TYPE = "io.debezium.processors.reselect.ReselectColumnsPostProcessor";

  private static final String OPTION = "reselect.";
  private static final String INCLUDE = OPTION + "columns.include.list";
  private static final String EXCLUDE = OPTION + "columns.exclude.list";
  private static final String UNAVAILABLE = OPTION + "unavailable.values";
  private static final String NULLS = OPTION + "null.values";
  private static final String EVENT_KEY = OPTION + "use.event.key";
  private static final String ERRORS = OPTION + "error.handling.mode";

  /** Values that were read would be kept, to ask less often: here a batch is asked for at once. */
  private static final String CACHE = OPTION + "cache.";

  static void define(ConfigDef def) {
    def.define(
        COMPLETE,
        Type.STRING,
        "none",
        Choice.of("none", "current"),
        MEDIUM,
        "What stands for a large value (TOAST) that an update did not touch and the server"
            + " therefore did not send: the placeholder (none), or the value that the row has now,"
            + " read by its primary key (current). A row that is gone by then keeps the"
            + " placeholder.");
    def.define(
        PROCESSORS,
        Type.STRING,
        null,
        LOW,
        "Name of a post processor, whose settings begin with it and a dot (or with post.processors,"
            + " a dot and it): type, which can only be "
            + TYPE
            + ", and its options reselect.*, which say which values of streamed rows are read again"
            + " from the table.");
  }

  /**
   * @return null when nothing is read again
   */
  public static @Nullable Reselection of(PostgresConfig config) {
    Map<String, String> settings = config.originalsStrings();
    String name = processor(settings);
    if (name == null) {
      return config.getString(COMPLETE).equals("current")
          ? new Reselection(column -> true, true, false, false, false)
          : null;
    }
    Map<String, String> options = options(settings, name);
    return new Reselection(
        Selection.matching(options.get(INCLUDE), options.get(EXCLUDE)),
        flag(options, UNAVAILABLE, true),
        flag(options, NULLS, true),
        flag(options, EVENT_KEY, false),
        "fail".equals(plain(options.getOrDefault(ERRORS, ""))));
  }

  /** What is wrong with the settings of the post processor, by setting. */
  public static Map<String, String> refused(Map<String, String> settings) {
    Map<String, String> refused = new TreeMap<>();
    String name = processor(settings);
    if (name == null) {
      return refused;
    }
    if (name.indexOf(',') >= 0) {
      refused.put(PROCESSORS, "names several, expected one, of type " + TYPE);
      return refused;
    }
    if ("current".equals(plain(settings.getOrDefault(COMPLETE, "")))) {
      refused.put(COMPLETE, "is 'current' beside " + PROCESSORS + ", which says the same better");
    }
    String prefix = prefix(settings, name);
    Map<String, String> options = options(settings, name);
    String type = options.get("type");
    if (!TYPE.equals(type)) {
      refused.put(
          prefix + "type",
          type == null
              ? "is missing, expected " + TYPE
              : "is not supported: post processors are classes of Debezium's own interface, of"
                  + " which "
                  + TYPE
                  + " is known here. Use a transform instead");
    }
    options.forEach(
        (option, value) -> {
          String wrong = wrong(option, value);
          if (wrong != null) {
            refused.put(prefix + option, wrong);
          }
        });
    return refused;
  }

  private static @Nullable String wrong(String option, String value) {
    switch (option) {
      case "type":
        return null;
      case INCLUDE, EXCLUDE:
        try {
          Selection.patterns(value);
          return null;
        } catch (PatternSyntaxException e) {
          return "is not a list of regular expressions: " + e.getDescription();
        }
      case UNAVAILABLE, NULLS, EVENT_KEY:
        return List.of("true", "false").contains(plain(value)) ? null : "expected true or false";
      case ERRORS:
        return List.of("warn", "fail").contains(plain(value)) ? null : "expected warn or fail";
      default:
        return option.startsWith(CACHE)
            ? null
            : "is no option of the post processor. There are type, "
                + String.join(", ", INCLUDE, EXCLUDE, UNAVAILABLE, NULLS, EVENT_KEY, ERRORS);
    }
  }

  /**
   * @throws ConfigException naming the first setting that is wrong
   */
  static void check(Map<String, String> settings) {
    refused(settings).entrySet().stream()
        .findFirst()
        .ifPresent(
            first -> {
              throw new ConfigException(first.getKey() + " " + first.getValue());
            });
  }

  private static @Nullable String processor(Map<String, String> settings) {
    String name = settings.get(PROCESSORS);
    return name == null || name.isBlank() ? null : name.strip();
  }

  /** Debezium's newer form of the settings' names counts if there is any, else the older one. */
  private static String prefix(Map<String, String> settings, String name) {
    String newer = PROCESSORS + "." + name + ".";
    return settings.keySet().stream().anyMatch(key -> key.startsWith(newer)) ? newer : name + ".";
  }

  private static Map<String, String> options(Map<String, String> settings, String name) {
    String prefix = prefix(settings, name);
    Map<String, String> options = new TreeMap<>();
    Stream<String> own = settings.keySet().stream().filter(key -> key.startsWith(prefix));
    own.forEach(key -> options.put(key.substring(prefix.length()), settings.getOrDefault(key, "")));
    return options;
  }

  private static boolean flag(Map<String, String> options, String option, boolean otherwise) {
    String value = options.get(option);
    return value == null ? otherwise : Boolean.parseBoolean(value.strip());
  }

  private static String plain(String value) {
    return value.strip().toLowerCase(Locale.ROOT);
  }
}
