package io.sluice.connector.table.config;

import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What happens when the target is not as the sink left it. */
final class TroubleSettings {
  static final String AUTO_RECREATE = "auto.recreate";

  private TroubleSettings() {}

  static ConfigDef define(ConfigDef definition) {
    return definition.define(
        AUTO_RECREATE,
        Type.BOOLEAN,
        false,
        Importance.LOW,
        "Whether a table that this pipeline has filled before and that is gone is made anew. It"
            + " then holds only what comes from there on.");
  }

  static boolean autoRecreate(AbstractConfig config) {
    return config.getBoolean(AUTO_RECREATE);
  }
}
