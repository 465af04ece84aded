package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A limit of captured tables, for who wants to be told of a list that matches too many. */
public final class GuardrailSettings {

  private static final Logger LOG = LoggerFactory.getLogger(GuardrailSettings.class);

  static final String MAX = "guardrail.collections.max";
  static final String ACTION = "guardrail.collections.limit.action";

  private GuardrailSettings() {}

  static void define(ConfigDef def) {
    def.define(
        MAX,
        Type.INT,
        0,
        ConfigDef.Range.atLeast(0),
        LOW,
        "Tables that may be captured; 0 for no limit.");
    def.define(
        ACTION,
        Type.STRING,
        "warn",
        Choice.of("warn", "fail"),
        LOW,
        "What happens at a start with more tables than that: a warning, or the end of the task.");
  }

  /**
   * Holds the captured tables against the limit.
   *
   * @throws ConfigException when there are more and the task shall end
   */
  public static void check(PostgresConfig config, int tables) {
    int most = config.getInt(MAX);
    if (most == 0 || tables <= most) {
      return;
    }
    String problem =
        tables
            + " tables are captured, but "
            + MAX
            + " allows "
            + most
            + ". Narrow "
            + Settings.TABLE_INCLUDE
            + " or raise the limit";
    if (config.getString(ACTION).equals("fail")) {
      throw new ConfigException(problem);
    }
    LOG.warn("{}", problem);
  }
}
