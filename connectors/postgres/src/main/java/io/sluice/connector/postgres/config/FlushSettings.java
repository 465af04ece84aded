package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Settings of who tells the server what it may forget, and where a start begins. */
public final class FlushSettings {

  static final String MODE = "lsn.flush.mode";
  static final String OLD = "flush.lsn.source";
  static final String MISMATCH = "offset.mismatch.strategy";

  private FlushSettings() {}

  static void define(ConfigDef def) {
    def.define(
        MODE,
        Type.STRING,
        null,
        Choice.of("connector", "connector_and_driver", "manual"),
        LOW,
        "Who confirms the slot: the connector, up to what the sinks have made durable and, while"
            + " captured tables are quiet, up to what the server has sent (connector and"
            + " connector_and_driver alike); or nobody here (manual): without somebody who does,"
            + " the server keeps its log for ever.");
    def.define(
        OLD,
        Type.BOOLEAN,
        true,
        LOW,
        "Older form of " + MODE + ": false is manual. Not looked at when that is set.");
    def.define(
        MISMATCH,
        Type.STRING,
        "no_validation",
        Choice.of("no_validation", "trust_slot", "trust_greater_lsn")
            .refusing(
                "trust_offset",
                "it ends a task whose slot is ahead of the offset, which is the regular state of a"
                    + " quiet database here, as the slot is confirmed while no record moves the"
                    + " offset on. Set it to 'no_validation': server, timeline and database are"
                    + " checked at every start, whatever it says"),
        LOW,
        "Which of offset and slot to believe at a start. All of these get the same: what is greater"
            + " of both, as the server itself does with a slot that is ahead.");
  }

  /** Whether the connector confirms the slot. */
  public static boolean confirms(PostgresConfig config) {
    String mode = config.getString(MODE);
    return mode == null ? config.getBoolean(OLD) : !mode.equals("manual");
  }
}
