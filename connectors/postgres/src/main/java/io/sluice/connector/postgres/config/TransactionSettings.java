package io.sluice.connector.postgres.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Settings of the records that tell of transactions. */
public final class TransactionSettings {

  static final String WANTED = "provide.transaction.metadata";
  static final String TOPIC = "topic.transaction";

  private TransactionSettings() {}

  static void define(ConfigDef def) {
    def.define(
        WANTED,
        Type.BOOLEAN,
        false,
        Importance.LOW,
        "Whether a record tells when a transaction begins and one when it ends, and events carry"
            + " their number within it.");
    def.define(
        TOPIC,
        Type.STRING,
        "transaction",
        Importance.LOW,
        "Last part of the topic of these records, behind the prefix.");
  }

  /** Whether transaction metadata is wanted. */
  public static boolean wanted(PostgresConfig config) {
    return config.getBoolean(WANTED);
  }
}
