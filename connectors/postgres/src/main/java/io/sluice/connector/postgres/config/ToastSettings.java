package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Ours: what stands for a large value that an update did not touch. */
public final class ToastSettings {

  static final String COMPLETE = "sluice.toast.complete";

  private ToastSettings() {}

  static void define(ConfigDef def) {
    def.define(
        COMPLETE,
        Type.STRING,
        "none",
        Choice.of("none", "current"),
        MEDIUM,
        "What stands for a large value (TOAST) that an update did not touch and the server"
            + " therefore did not send: the placeholder (none), or the value that the row has now,"
            + " read by its primary key (current). A row that is gone by then keeps the"
            + " placeholder.");
  }

  /** Whether such values are read from the present row. */
  public static boolean current(PostgresConfig config) {
    return config.getString(COMPLETE).equals("current");
  }
}
