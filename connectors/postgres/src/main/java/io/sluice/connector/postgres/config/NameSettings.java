package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * How topics, schemas and fields are named.
 *
 * @param prefix first part of topics
 * @param delimiter between the parts of topics
 * @param strategy which parts there are and what becomes of characters that topics cannot have
 * @param route what {@code Regex} strategies make of topics, null for other strategies
 * @param transaction last part of the topic of transaction records
 * @param heartbeat topic of heartbeats
 * @param schemas how names of schemas are adjusted
 * @param fields how names of fields are adjusted
 */
public record NameSettings(
    String prefix,
    String delimiter,
    Strategy strategy,
    @Nullable Route route,
    String transaction,
    String heartbeat,
    Adjustment schemas,
    Adjustment fields) {

  static final String STRATEGY = "topic.naming.strategy";
  static final String DELIMITER = "topic.delimiter";
  static final String HEARTBEAT_PREFIX = "topic.heartbeat.prefix";
  static final String HEARTBEAT_NAME = "topic.heartbeat.name";
  static final String CACHE_SIZE = "topic.cache.size";
  static final String REGEX = "topic.regex";
  static final String REPLACEMENT = "topic.replacement";
  static final String KEY_UNIQUE = "topic.key.enforce.uniqueness";
  static final String KEY_FIELD = "topic.key.field.name";
  static final String KEY_REGEX = "topic.key.field.regex";
  static final String KEY_REPLACEMENT = "topic.key.field.replacement";
  static final String SCHEMAS = "schema.name.adjustment.mode";
  static final String FIELDS = "field.name.adjustment.mode";

  private static final String PACKAGE = "io.debezium.schema.";

  /** Debezium's strategies, by the names of its classes. */
  public enum Strategy {
    SCHEMA("SchemaTopicNamingStrategy"),
    SCHEMA_REGEX("SchemaRegexTopicNamingStrategy"),
    SCHEMA_UNICODE("SchemaUnicodeTopicNamingStrategy"),
    DEFAULT("DefaultTopicNamingStrategy"),
    DEFAULT_REGEX("DefaultRegexTopicNamingStrategy"),
    DEFAULT_UNICODE("DefaultUnicodeTopicNamingStrategy");

    private final String className;

    Strategy(String simpleName) {
      this.className = PACKAGE + simpleName;
    }

    /** Whether the schema is a part of the topic, and not the table alone. */
    public boolean withSchema() {
      return this == SCHEMA || this == SCHEMA_REGEX || this == SCHEMA_UNICODE;
    }

    /** Whether other characters are spelt by their code rather than replaced by an underscore. */
    public boolean unicode() {
      return this == SCHEMA_UNICODE || this == DEFAULT_UNICODE;
    }

    boolean regex() {
      return this == SCHEMA_REGEX || this == DEFAULT_REGEX;
    }
  }

  /** What becomes of characters that Avro's names cannot have. */
  public enum Adjustment {
    /** They stay. */
    NONE,
    /** An underscore takes their place. */
    AVRO,
    /** They, and the underscore, are spelt {@code _uxxxx} by their code. */
    AVRO_UNICODE
  }

  /**
   * What becomes of topics that match an expression.
   *
   * @param regex to be matched by the whole topic
   * @param replacement the topic then, with groups as {@code $1}
   * @param keyField field of the key that tells the tables of a topic apart, null for none
   * @param keyRegex to be matched by the topic before routing, null to take it as it is
   * @param keyReplacement what that field then has
   */
  public record Route(
      Pattern regex,
      String replacement,
      @Nullable String keyField,
      @Nullable Pattern keyRegex,
      @Nullable String keyReplacement) {}

  static void define(ConfigDef def) {
    def.define(
        STRATEGY,
        Type.STRING,
        Strategy.SCHEMA.className,
        ValidString.in(
            java.util.Arrays.stream(Strategy.values())
                .map(s -> s.className)
                .toArray(String[]::new)),
        MEDIUM,
        "How topics are named: by schema and table or (Default...) by table; Regex... routes them"
            + " by topic.regex, Unicode... spells characters that topics cannot have.");
    def.define(DELIMITER, Type.STRING, ".", topicName(), LOW, "Between the parts of topics.");
    def.define(
        HEARTBEAT_PREFIX,
        Type.STRING,
        null,
        topicName(),
        LOW,
        "First part of the heartbeats' topic. Default: heartbeat.topics.prefix.");
    def.define(
        HEARTBEAT_NAME,
        Type.STRING,
        null,
        topicName(),
        LOW,
        "The whole name of the heartbeats' topic.");
    def.define(
        CACHE_SIZE,
        Type.INT,
        10_000,
        LOW,
        "Accepted for Debezium's sake; each table's topic is worked out once here.");
    def.define(
        REGEX,
        Type.STRING,
        null,
        expression(),
        LOW,
        "For Regex... strategies: expression that a topic must match to be replaced.");
    def.define(
        REPLACEMENT,
        Type.STRING,
        null,
        LOW,
        "For Regex... strategies: what replaces such a topic, with groups as $1.");
    def.define(
        KEY_UNIQUE,
        Type.BOOLEAN,
        true,
        LOW,
        "For Regex... strategies: whether keys get a field that tells the tables of a topic"
            + " apart.");
    def.define(
        KEY_FIELD,
        Type.STRING,
        "__dbz__physicalTableIdentifier",
        LOW,
        "For Regex... strategies: name of that field.");
    def.define(
        KEY_REGEX,
        Type.STRING,
        null,
        expression(),
        LOW,
        "For Regex... strategies: expression for the topic as it was, of which the field is made."
            + " Default: the topic as it was.");
    def.define(
        KEY_REPLACEMENT,
        Type.STRING,
        null,
        LOW,
        "For Regex... strategies: what the field then has, with groups as $1.");
    adjustment(def, SCHEMAS, "schemas");
    adjustment(def, FIELDS, "fields");
  }

  static NameSettings of(PostgresConfig config) {
    Strategy strategy = Strategy.SCHEMA;
    for (Strategy each : Strategy.values()) {
      if (each.className.equals(config.getString(STRATEGY))) {
        strategy = each;
      }
    }
    String delimiter = config.getString(DELIMITER);
    String heartbeat = config.getString(HEARTBEAT_NAME);
    if (heartbeat == null || heartbeat.isBlank()) {
      String first = config.getString(HEARTBEAT_PREFIX);
      heartbeat =
          (first == null ? config.getString(Settings.HEARTBEAT_PREFIX) : first)
              + delimiter
              + config.prefix();
    }
    return new NameSettings(
        config.prefix(),
        delimiter,
        strategy,
        strategy.regex() ? route(config) : null,
        config.getString(TransactionSettings.TOPIC),
        heartbeat,
        adjustment(config, SCHEMAS),
        adjustment(config, FIELDS));
  }

  private static Route route(PostgresConfig config) {
    String regex = required(config, REGEX);
    String replacement = required(config, REPLACEMENT);
    String keyRegex = config.getString(KEY_REGEX);
    boolean blank = keyRegex == null || keyRegex.isBlank();
    return new Route(
        Pattern.compile(regex),
        replacement,
        config.getBoolean(KEY_UNIQUE) ? config.getString(KEY_FIELD) : null,
        blank ? null : Pattern.compile(keyRegex),
        blank ? null : required(config, KEY_REPLACEMENT));
  }

  private static String required(PostgresConfig config, String name) {
    String value = config.getString(name);
    if (value == null || value.isBlank()) {
      throw new ConfigException(
          name + " must be set with this " + STRATEGY + " and its other settings");
    }
    return value;
  }

  private static Adjustment adjustment(PostgresConfig config, String name) {
    return Adjustment.valueOf(config.getString(name).toUpperCase(Locale.ROOT));
  }

  private static void adjustment(ConfigDef def, String name, String what) {
    def.define(
        name,
        Type.STRING,
        "none",
        Choice.of("none", "avro", "avro_unicode"),
        MEDIUM,
        "What becomes of characters in names of "
            + what
            + " that Avro cannot have: none (they stay), avro (an underscore), avro_unicode"
            + " (_uxxxx, the underscore, too).");
  }

  private static Validator topicName() {
    return ConfigDef.LambdaValidator.with(
        (name, value) -> {
          if (value != null && !value.toString().matches("[a-zA-Z0-9_.-]*")) {
            throw new ConfigException(
                name, value, "may only hold letters, digits, '.', '_' and '-'");
          }
        },
        () -> "letters, digits, '.', '_', '-'");
  }

  private static Validator expression() {
    return ConfigDef.LambdaValidator.with(
        (name, value) -> {
          try {
            if (value != null) {
              Pattern.compile(value.toString());
            }
          } catch (PatternSyntaxException e) {
            throw new ConfigException(
                name, value, "is not a regular expression: " + e.getDescription());
          }
        },
        () -> "regular expression");
  }
}
