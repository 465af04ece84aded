package io.sluice.connector.table.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * How {@code mode: history} keeps all versions of a row.
 *
 * @param order what says which version follows which
 * @param timeField the field with the time of an event; empty: the source's or record's own time
 * @param validFrom the column with the time from which on a version is valid
 * @param validTo the column with the time of its end
 * @param isCurrent the column that says whether it has not ended
 */
public record HistorySettings(
    Order order, String timeField, String validFrom, String validTo, String isCurrent) {
  public static final String ORDER = "history.order";
  public static final String TIME_FIELD = "history.event.time.field";
  public static final String VALID_FROM = "history.valid.from";
  public static final String VALID_TO = "history.valid.to";
  public static final String IS_CURRENT = "history.is.current";

  /** What says which version follows which. */
  public enum Order {
    /** The source's commits: changes come as they happened. */
    COMMIT,
    /** The time of the event: a change that comes late is put in its place. */
    EVENT_TIME
  }

  static ConfigDef define(ConfigDef definition) {
    return definition
        .define(
            ORDER,
            Type.STRING,
            "commit",
            Choice.of("commit", "event_time"),
            Importance.MEDIUM,
            "Mode history: which version follows which. commit: each change follows the one before"
                + " it, valid from the time of its commit at the source. event_time: a version is"
                + " valid from the time of its event, and one that comes late is put in its place.")
        .define(
            TIME_FIELD,
            Type.STRING,
            "",
            Importance.MEDIUM,
            "Mode history with history.order=event_time: the row's field with the time of the"
                + " event, a timestamp or date. Empty: the time that the source says of the change,"
                + " else the record's timestamp. Deletes have no field and go by the latter.")
        .define(
            VALID_FROM,
            Type.STRING,
            "valid_from",
            new ConfigDef.NonEmptyString(),
            Importance.LOW,
            "Mode history: the column with the time from which on a version is valid.")
        .define(
            VALID_TO,
            Type.STRING,
            "valid_to",
            new ConfigDef.NonEmptyString(),
            Importance.LOW,
            "Mode history: the column with the time at which a version ended; empty while it has"
                + " not.")
        .define(
            IS_CURRENT,
            Type.STRING,
            "is_current",
            new ConfigDef.NonEmptyString(),
            Importance.LOW,
            "Mode history: the column that says whether a version has not ended.");
  }

  /**
   * Reads and checks them.
   *
   * @throws ConfigException if they contradict each other or the mode; begins with the setting's
   *     name
   */
  static HistorySettings of(AbstractConfig config, ModeSettings modes) {
    HistorySettings settings =
        new HistorySettings(
            Order.valueOf(config.getString(ORDER).toUpperCase(Locale.ROOT)),
            config.getString(TIME_FIELD),
            config.getString(VALID_FROM),
            config.getString(VALID_TO),
            config.getString(IS_CURRENT));
    if (modes.mode() == ModeSettings.Mode.HISTORY) {
      settings.requireSense(config, modes);
    } else {
      requireUnsaid(config);
    }
    return settings;
  }

  private static void requireUnsaid(AbstractConfig config) {
    for (String setting : List.of(ORDER, TIME_FIELD, VALID_FROM, VALID_TO, IS_CURRENT)) {
      if (config.originals().containsKey(setting)) {
        throw new ConfigException(
            setting + ": goes with mode history only. Set mode: history, or leave it out.");
      }
    }
  }

  private void requireSense(AbstractConfig config, ModeSettings modes) {
    Set<String> names = new HashSet<>();
    for (String name : List.of(validFrom, validTo, isCurrent)) {
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw new ConfigException(
            VALID_FROM
                + ": two of "
                + VALID_FROM
                + ", "
                + VALID_TO
                + " and "
                + IS_CURRENT
                + " are '"
                + name
                + "'. Give each column a name of its own.");
      }
    }
    if (order == Order.COMMIT && !timeField.isEmpty()) {
      throw new ConfigException(
          TIME_FIELD + ": goes with " + ORDER + "=event_time only. Set that, or leave it out.");
    }
    if (order == Order.EVENT_TIME && modes.truncates() == ModeSettings.Truncates.APPLY) {
      throw new ConfigException(
          ModeSettings.TRUNCATE_MODE
              + ": apply does not go with "
              + ORDER
              + "=event_time, since what comes late may belong before the truncate. Use ignore or"
              + " fail, or "
              + ORDER
              + "=commit.");
    }
    if (config.getBoolean(SchemaSettings.FAN_IN)) {
      throw new ConfigException(
          SchemaSettings.FAN_IN
              + ": does not go with mode history, whose versions are found by one key. Give each"
              + " pipeline its own table.");
    }
    if (SchemaSettings.of(config).sync() != SchemaSettings.Sync.KEEP) {
      throw new ConfigException(
          SchemaSettings.SYNC
              + ": only keep goes with mode history: the others would take values out of versions"
              + " that had them.");
    }
  }
}
