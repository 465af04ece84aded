package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * What becomes of what cannot be read.
 *
 * @param events of a change that cannot be made an event
 * @param values of a value that its schema cannot hold
 */
public record FailureSettings(Reaction events, Reaction values) {

  static final String EVENTS = "event.processing.failure.handling.mode";
  static final String VALUES = "event.converting.failure.handling.mode";

  /** What to do. */
  public enum Reaction {
    /** Stop the task. */
    FAIL,
    /** Leave it out and say so. */
    WARN,
    /** Leave it out. */
    SKIP
  }

  static void define(ConfigDef def) {
    def.define(
        EVENTS,
        Type.STRING,
        "fail",
        Choice.of("fail", "warn", "skip", "ignore"),
        MEDIUM,
        "What becomes of a streamed change that cannot be made an event: it stops the task (fail),"
            + " or is left out, with a warning (warn) or without (skip, ignore).");
    def.define(
        VALUES,
        Type.STRING,
        "fail",
        Choice.of("fail", "warn", "skip"),
        MEDIUM,
        "What becomes of a value that its schema cannot hold: it stops the task (fail), or is left"
            + " out, with a warning (warn) or without (skip): the field is null then, or zero or"
            + " empty where NULL is not allowed.");
  }

  static FailureSettings of(PostgresConfig config) {
    return new FailureSettings(reaction(config, EVENTS), reaction(config, VALUES));
  }

  private static Reaction reaction(PostgresConfig config, String name) {
    String value = config.getString(name).toUpperCase(Locale.ROOT);
    return value.equals("IGNORE") ? Reaction.SKIP : Reaction.valueOf(value);
  }
}
