package io.sluice.connector.table.config;

import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** How a table is filled for the first time. */
public final class FirstLoadSettings {
  public static final String KEY = "first.load.key";

  /** What the connector tells each of its tasks: how many of them there are. */
  private static final String TASKS = "sluice.tasks";

  private static final String AFTER = "after";

  private FirstLoadSettings() {}

  static ConfigDef define(ConfigDef definition) {
    return definition
        .define(
            KEY,
            Type.STRING,
            AFTER,
            Choice.of(AFTER, "before"),
            Importance.LOW,
            "When a table that the sink creates for rows of a snapshot gets its primary key. after"
                + " (default): when the snapshot's rows are there, where that is quicker: with one"
                + " task, in PostgreSQL, MariaDB, MySQL and SQLite, for keys with a uuid, text or"
                + " bytes. before: always when it is created.")
        .defineInternal(TASKS, Type.INT, 0, Importance.LOW); // No setting of the user's.
  }

  /** The settings of one of so many tasks. */
  public static void tellTasks(Map<String, String> properties, int tasks) {
    properties.put(TASKS, String.valueOf(tasks));
  }

  /**
   * Whether keys may come after the rows: asked for, and by a task that knows that it is alone.
   * Others would have to agree on the moment when none of them is loading any more.
   */
  static boolean keyAfter(AbstractConfig config) {
    return config.getInt(TASKS) == 1
        && config.getString(KEY).toLowerCase(Locale.ROOT).equals(AFTER);
  }
}
