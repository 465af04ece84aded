package io.sluice.connector.table.config;

import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * When the sink asks for a commit ahead of the engine's own time.
 *
 * @param after the first row of a transaction
 */
public record CommitSettings(Duration after) {
  public static final String AFTER = "commit.after.ms";
  private static final long AFTER_DEFAULT = 75;

  static ConfigDef define(ConfigDef definition) {
    return definition.define(
        AFTER,
        Type.LONG,
        AFTER_DEFAULT,
        ConfigDef.Range.between(0, Integer.MAX_VALUE),
        Importance.MEDIUM,
        "Milliseconds after the first row of a transaction when its commit is asked for, so that"
            + " rows can be read soon; later where commits would take more than a tenth of the"
            + " time. Fewer: fresher rows, more and smaller commits.");
  }

  static CommitSettings of(AbstractConfig config) {
    return new CommitSettings(Duration.ofMillis(config.getLong(AFTER)));
  }
}
