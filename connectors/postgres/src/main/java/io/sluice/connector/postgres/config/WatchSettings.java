package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import java.time.Duration;
import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Ours: how the slot and the publication are watched while the source is read.
 *
 * @param interval how often the server is asked
 * @param maxBytes log that the slot may hold back before something is done, 0 for no limit
 * @param action what is done then
 * @param refusesParts whether a publication that tells only some columns or rows of a captured
 *     table is refused, rather than warned of
 */
public record WatchSettings(Duration interval, long maxBytes, Action action, boolean refusesParts) {

  public static final String INTERVAL = "sluice.watch.interval.ms";
  public static final String MAX_BYTES = "sluice.slot.guard.max.bytes";
  public static final String ACTION = "sluice.slot.guard.action";
  public static final String PARTS = "sluice.publication.parts";

  /** What is done when the slot holds back too much log. */
  public enum Action {
    /** It is only said. */
    WARN,
    /** The task ends, the slot and the log stay. */
    STOP,
    /** The task ends and the slot is dropped: the server lives on, changes are lost. */
    DROP
  }

  static void define(ConfigDef def) {
    def.define(
        INTERVAL,
        Type.LONG,
        10_000L,
        atLeast(10),
        LOW,
        "Milliseconds between two looks at the slot and the publication.");
    def.define(
        MAX_BYTES,
        Type.LONG,
        0L,
        atLeast(0),
        MEDIUM,
        "Bytes of the server's log that the slot may hold back, 0 for no limit of our own.");
    def.define(
        ACTION,
        Type.STRING,
        "warn",
        Choice.of("warn", "stop", "drop"),
        MEDIUM,
        "What to do at that limit: warn, stop (end the task, keep the slot), drop (end the task"
            + " and drop the slot, so that the server frees its disk and changes are lost).");
    def.define(
        PARTS,
        Type.STRING,
        "fail",
        Choice.of("fail", "warn"),
        MEDIUM,
        "What to do when the publication has a column list or a row filter that leaves out captured"
            + " columns or rows of a table: fail, or warn (the snapshot has them, the stream does"
            + " not).");
  }

  static WatchSettings of(AbstractConfig config) {
    return new WatchSettings(
        Duration.ofMillis(config.getLong(INTERVAL)),
        config.getLong(MAX_BYTES),
        Action.valueOf(config.getString(ACTION).toUpperCase(Locale.ROOT)),
        "fail".equals(config.getString(PARTS)));
  }
}
