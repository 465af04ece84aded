package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** Every property of the connector, declared once: Debezium's names and defaults. */
public final class Settings {

  public static final String HOSTNAME = "database.hostname";
  public static final String PORT = "database.port";
  public static final String USER = "database.user";
  public static final String PASSWORD = "database.password";
  public static final String DBNAME = "database.dbname";
  public static final String SSL_MODE = "database.sslmode";
  public static final String TCP_KEEP_ALIVE = "database.tcpKeepAlive";
  public static final String INITIAL_STATEMENTS = "database.initial.statements";
  public static final String QUERY_TIMEOUT = "database.query.timeout.ms";
  public static final String TOPIC_PREFIX = "topic.prefix";
  public static final String PLUGIN_NAME = "plugin.name";
  public static final String SLOT_NAME = "slot.name";
  public static final String SLOT_DROP = "slot.drop.on.stop";
  public static final String SLOT_RETRIES = "slot.max.retries";
  public static final String SLOT_RETRY_DELAY = "slot.retry.delay.ms";
  public static final String PUBLICATION_NAME = "publication.name";
  public static final String PUBLICATION_MODE = "publication.autocreate.mode";
  public static final String VIA_ROOT = "publish.via.partition.root";
  public static final String SCHEMA_INCLUDE = "schema.include.list";
  public static final String SCHEMA_EXCLUDE = "schema.exclude.list";
  public static final String TABLE_INCLUDE = "table.include.list";
  public static final String TABLE_EXCLUDE = "table.exclude.list";
  public static final String COLUMN_INCLUDE = "column.include.list";
  public static final String COLUMN_EXCLUDE = "column.exclude.list";
  public static final String TOMBSTONES = "tombstones.on.delete";
  public static final String SKIPPED = "skipped.operations";
  public static final String EXTENDED_HEADERS = "extended.headers.enabled";
  public static final String HEARTBEAT_INTERVAL = "heartbeat.interval.ms";
  public static final String HEARTBEAT_PREFIX = "heartbeat.topics.prefix";
  public static final String HEARTBEAT_QUERY = "heartbeat.action.query";
  public static final String MAX_BATCH = "max.batch.size";
  public static final String MAX_QUEUE = "max.queue.size";
  public static final String MAX_QUEUE_BYTES = "max.queue.size.in.bytes";
  public static final String POLL_INTERVAL = "poll.interval.ms";
  public static final String STATUS_INTERVAL = "status.update.interval.ms";
  public static final String RETRY_WAIT = "retriable.restart.connector.wait.ms";

  public static final String MAX_RETRIES = "errors.max.retries";

  /**
   * Ours: read through the snapshot and up to the position at start, then say so with an end
   * record.
   */
  public static final String BOUNDED = "sluice.bounded";

  /** Ours: read so many rows of each table, make nothing at the server, and say so as above. */
  public static final String PREVIEW = "sluice.preview.rows";

  private Settings() {}

  /** The definition that Connect validates against. */
  public static ConfigDef definition() {
    return new Form()
        .group("Connection", Settings::connection)
        .group("Slot and publication", Settings::replication)
        .group("Slot and publication", FlushSettings::define)
        .group("Slot and publication", StreamSettings::define)
        .group("Slot and publication", WatchSettings::define)
        .group("Tables and columns", Settings::selection)
        .group("Tables and columns", ColumnSettings::define)
        .group("Tables and columns", GuardrailSettings::define)
        .group("Events", Settings::events)
        .group("Events", TransactionSettings::define)
        .group("Events", MessageSettings::define)
        .group("Names", NameSettings::define)
        .group("Values", ValueSettings::define)
        .group("Values", Reselection::define)
        .group("Values", ConverterSettings::define)
        .group("Reading of tables", SnapshotSettings::define)
        .group("Reading of tables beside the stream", IncrementalSettings::define)
        .group("Signals", SignalSettings::define)
        .group("Notifications", NotificationSettings::define)
        .group("Failures", FailureSettings::define)
        .group("Running", Settings::running)
        .group("Accepted or refused for Debezium's sake", Unsupported::define)
        .definition();
  }

  private static void connection(ConfigDef def) {
    def.define(
        HOSTNAME,
        Type.STRING,
        ConfigDef.NO_DEFAULT_VALUE,
        filled(),
        HIGH,
        "Address of the PostgreSQL server.");
    def.define(PORT, Type.INT, 5432, between(1, 65_535), HIGH, "Port of the PostgreSQL server.");
    def.define(
        USER,
        Type.STRING,
        ConfigDef.NO_DEFAULT_VALUE,
        filled(),
        HIGH,
        "Role to connect as. It needs LOGIN, REPLICATION and SELECT on the captured tables.");
    def.define(PASSWORD, Type.PASSWORD, null, HIGH, "Password of the role.");
    def.define(
        DBNAME, Type.STRING, ConfigDef.NO_DEFAULT_VALUE, filled(), HIGH, "Database to capture.");
    def.define(
        SSL_MODE,
        Type.STRING,
        "prefer",
        Choice.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
        MEDIUM,
        "Whether to encrypt the connection and what to verify, as libpq's sslmode.");
    def.define(
        "database.sslcert", Type.STRING, null, MEDIUM, "File with the client's certificate.");
    def.define("database.sslkey", Type.STRING, null, MEDIUM, "File with the client's private key.");
    def.define("database.sslpassword", Type.PASSWORD, null, MEDIUM, "Password of the private key.");
    def.define(
        "database.sslrootcert",
        Type.STRING,
        null,
        MEDIUM,
        "File with the root certificates to trust.");
    def.define(
        "database.sslfactory",
        Type.STRING,
        null,
        LOW,
        "Class that makes the driver's SSL sockets.");
    def.define(
        TCP_KEEP_ALIVE, Type.BOOLEAN, true, MEDIUM, "Whether TCP finds out about a dead server.");
    def.define(
        INITIAL_STATEMENTS,
        Type.STRING,
        null,
        LOW,
        "SQL to run on every ordinary connection, separated by semicolons (;; is a semicolon).");
    def.define(
        QUERY_TIMEOUT,
        Type.INT,
        600_000,
        atLeast(0),
        LOW,
        "Milliseconds that a catalog query may take, 0 for no limit.");
  }

  private static void replication(ConfigDef def) {
    def.define(
        PLUGIN_NAME,
        Type.STRING,
        "pgoutput",
        Choice.of("pgoutput")
            .refusing(
                "decoderbufs",
                "it needs an extension on the server. Set it to pgoutput, which every server has;"
                    + " a slot has one plugin for good, so choose another slot.name or drop the"
                    + " slot, and read the tables again"),
        MEDIUM,
        "Logical decoding plugin on the server. Only pgoutput, which every server has.");
    def.define(
        SLOT_NAME,
        Type.STRING,
        "debezium",
        pattern("[a-z0-9_]{1,63}", "must be 1 to 63 lower case letters, digits and underscores"),
        MEDIUM,
        "Replication slot; created when missing. Every pipeline needs its own.");
    def.define(
        SLOT_DROP,
        Type.BOOLEAN,
        false,
        MEDIUM,
        "Whether to drop the slot at a regular stop; loses the position.");
    def.define(
        SLOT_RETRIES,
        Type.INT,
        6,
        atLeast(0),
        LOW,
        "How often to retry while another process holds the slot.");
    def.define(
        SLOT_RETRY_DELAY,
        Type.LONG,
        10_000L,
        atLeast(1),
        LOW,
        "Milliseconds between these retries.");
    def.define(
        PUBLICATION_NAME, Type.STRING, "dbz_publication", filled(), MEDIUM, "Publication to read.");
    def.define(
        PUBLICATION_MODE,
        Type.STRING,
        "all_tables",
        Choice.of("all_tables", "disabled", "filtered", "no_tables"),
        MEDIUM,
        "What to do when the publication is missing: create it for all tables (needs a superuser),"
            + " for the captured tables (filtered), without tables, or nothing.");
    def.define(
        VIA_ROOT,
        Type.BOOLEAN,
        false,
        LOW,
        "Whether a publication that is made tells partitions as their partitioned table. One that"
            + " exists is taken as it is.");
    def.define(
        STATUS_INTERVAL,
        Type.INT,
        10_000,
        atLeast(100),
        MEDIUM,
        "Milliseconds after which the server hears at the latest how far we are.");
  }

  private static void selection(ConfigDef def) {
    list(def, SCHEMA_INCLUDE, "Schemas to capture");
    list(def, SCHEMA_EXCLUDE, "Schemas not to capture");
    list(def, TABLE_INCLUDE, "Tables to capture, as schema.table");
    list(def, TABLE_EXCLUDE, "Tables not to capture, as schema.table");
    list(def, COLUMN_INCLUDE, "Columns to capture, as schema.table.column");
    list(def, COLUMN_EXCLUDE, "Columns not to capture, as schema.table.column");
  }

  private static void events(ConfigDef def) {
    def.define(
        TOPIC_PREFIX,
        Type.STRING,
        null,
        pattern("[a-zA-Z0-9_.-]+", "may only hold letters, digits, '.', '_' and '-'"),
        HIGH,
        "First part of every topic (prefix.schema.table) and name of the source in events and"
            + " offsets. Default: the database's name.");
    def.define(
        TOMBSTONES,
        Type.BOOLEAN,
        true,
        MEDIUM,
        "Whether a delete is followed by a record with a null value.");
    def.define(
        SKIPPED,
        Type.LIST,
        List.of("t"),
        ConfigDef.ValidList.in("c", "u", "d", "t", "none"),
        LOW,
        "Operations that make no records: c, u, d, t (truncate), or none to skip nothing.");
    def.define(
        EXTENDED_HEADERS,
        Type.BOOLEAN,
        false,
        LOW,
        "Whether events have the headers __debezium.context.connectorLogicalName, taskId,"
            + " connectorName and runId.");
    def.define(
        HEARTBEAT_INTERVAL,
        Type.INT,
        0,
        atLeast(0),
        MEDIUM,
        "Milliseconds between heartbeat records, which let the stored position move on while the"
            + " captured tables are quiet; 0 for none.");
    def.define(
        HEARTBEAT_PREFIX,
        Type.STRING,
        "__debezium-heartbeat",
        LOW,
        "First part of the heartbeats' topic.");
    def.define(HEARTBEAT_QUERY, Type.STRING, null, LOW, "SQL to run with every heartbeat.");
  }

  private static void running(ConfigDef def) {
    def.define(
        MAX_BATCH, Type.INT, 2048, atLeast(1), MEDIUM, "Records that one poll returns at most.");
    def.define(
        MAX_QUEUE, Type.INT, 8192, atLeast(1), MEDIUM, "Records read ahead of the polls at most.");
    def.define(
        MAX_QUEUE_BYTES,
        Type.LONG,
        0L,
        atLeast(0),
        MEDIUM,
        "Bytes that the records read ahead may have had on the wire; 0 for a sixteenth of the"
            + " heap.");
    def.define(
        POLL_INTERVAL,
        Type.LONG,
        500L,
        atLeast(1),
        MEDIUM,
        "Milliseconds that a poll waits for a first record.");
    def.define(
        RETRY_WAIT,
        Type.LONG,
        10_000L,
        atLeast(0),
        LOW,
        "Milliseconds to wait before connecting again after a failure.");
    def.define(
        MAX_RETRIES,
        Type.INT,
        -1,
        atLeast(-1),
        MEDIUM,
        "How often to connect again after failures that may pass, counted since the last records;"
            + " -1 for no limit, 0 for never.");
    def.define(
        BOUNDED,
        Type.BOOLEAN,
        false,
        LOW,
        "Whether to end: read the snapshot and the changes up to the position at start, then emit"
            + " one record with the header sluice.end-of-stream.");
    def.define(
        PREVIEW,
        Type.INT,
        0,
        between(0, 1_000),
        LOW,
        "For a look before there is a pipeline: so many rows of each table are read, then the end"
            + " is told as by sluice.bounded. Makes no slot and no publication, and keeps no"
            + " position that a run could go on from. 0 for an ordinary run.");
  }

  static void list(ConfigDef def, String name, String what) {
    def.define(
        name,
        Type.STRING,
        null,
        expressions(),
        MEDIUM,
        what + ": regular expressions separated by commas, each to match the whole name.");
  }

  private static Validator filled() {
    return ConfigDef.LambdaValidator.with(
        (name, value) -> {
          if (value == null || value.toString().isBlank()) {
            throw new ConfigException(name, value, "must not be empty");
          }
        },
        () -> "non-empty string");
  }

  private static Validator pattern(String pattern, String rule) {
    Pattern compiled = Pattern.compile(pattern);
    return ConfigDef.LambdaValidator.with(
        (name, value) -> {
          if (value != null && !compiled.matcher(value.toString()).matches()) {
            throw new ConfigException(name, value, rule);
          }
        },
        () -> pattern.toLowerCase(Locale.ROOT));
  }

  static Validator expressions() {
    return ConfigDef.LambdaValidator.with(
        (name, value) -> {
          try {
            Selection.patterns((String) value);
          } catch (PatternSyntaxException e) {
            throw new ConfigException(
                name, value, "is not a list of regular expressions: " + e.getDescription());
          }
        },
        () -> "regular expressions");
  }
}
