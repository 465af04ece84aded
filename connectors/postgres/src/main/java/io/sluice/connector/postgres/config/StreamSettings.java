package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * How the stream is asked for.
 *
 * @param openTransactions whether the server sends transactions while they are open
 * @param folder where transactions that are open are kept when they are large
 * @param parameters further options of pgoutput
 * @param failover whether the slot follows a failover to a standby
 * @param catchUpBytes log behind which a backlog is read by SQL, {@link #NEVER} for never
 */
public record StreamSettings(
    boolean openTransactions,
    Path folder,
    Map<String, String> parameters,
    boolean failover,
    long catchUpBytes) {

  /** No backlog is large enough to be read by SQL. */
  public static final long NEVER = 0;

  public static final String TRANSACTIONS = "sluice.streaming.transactions";
  public static final String FOLDER = "sluice.streaming.folder";
  public static final String FAILOVER = "slot.failover";
  public static final String CATCH_UP = "sluice.catch.up.min.bytes";
  public static final String PARAMETERS = "slot.stream.params";

  /** Options of pgoutput that the connector decides itself. */
  private static final Set<String> FIXED =
      Set.of("proto_version", "publication_names", "binary", "streaming", "messages", "two_phase");

  static void define(ConfigDef def) {
    def.define(
        TRANSACTIONS,
        Type.STRING,
        "on",
        Choice.of("on", "off"),
        MEDIUM,
        "Whether the server sends large transactions while they are open (PostgreSQL 14 or newer);"
            + " they are kept here until they are committed. Off: it keeps them itself, as it does"
            + " when they cannot be kept here.");
    def.define(
        FOLDER,
        Type.STRING,
        null,
        LOW,
        "Folder for large transactions that are open; absent: the folder for temporary files.");
    def.define(
        FAILOVER,
        Type.BOOLEAN,
        false,
        LOW,
        "Whether the slot follows a failover to a standby (PostgreSQL 17 or newer).");
    def.define(
        CATCH_UP,
        Type.LONG,
        8L << 20,
        ConfigDef.Range.atLeast(NEVER),
        MEDIUM,
        "Bytes of the server's log behind which changes are read by SQL, several times as fast as"
            + " by the stream, until they are caught up with; 0 for never. Needs a free replication"
            + " slot; without it the stream is read.");
    def.define(
        PARAMETERS,
        Type.STRING,
        null,
        ConfigDef.LambdaValidator.with(
            (name, value) -> {
              if (value != null) {
                parameters(value.toString());
              }
            },
            () -> "name=value;name=value"),
        LOW,
        "Further options of pgoutput, such as origin=none: name=value, separated by semicolons.");
  }

  static StreamSettings of(AbstractConfig config) {
    String folder = config.getString(FOLDER);
    String parameters = config.getString(PARAMETERS);
    return new StreamSettings(
        "on".equals(config.getString(TRANSACTIONS)),
        Path.of(folder == null || folder.isBlank() ? System.getProperty("java.io.tmpdir") : folder),
        parameters == null ? Map.of() : parameters(parameters),
        config.getBoolean(FAILOVER),
        config.getLong(CATCH_UP));
  }

  private static Map<String, String> parameters(String list) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String entry : list.split(";")) {
      if (entry.isBlank()) {
        continue;
      }
      int equals = entry.indexOf('=');
      String name = equals < 0 ? "" : entry.substring(0, equals).strip();
      if (name.isEmpty()) {
        throw new ConfigException(
            PARAMETERS, list, "has an entry without a name, expected name=value;name=value");
      }
      if (FIXED.contains(name)) {
        throw new ConfigException(
            PARAMETERS,
            list,
            "has '" + name + "', which the connector decides itself; leave it out");
      }
      parameters.put(name, entry.substring(equals + 1).strip());
    }
    return parameters;
  }
}
