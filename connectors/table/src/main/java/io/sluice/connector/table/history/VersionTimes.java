package io.sluice.connector.table.history;

import io.sluice.connector.table.config.HistorySettings;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.ColumnType.Kind;
import io.sluice.connector.table.version.VersionColumns;
import org.apache.kafka.common.config.ConfigException;

/** Which columns of a table that somebody made can hold the times of versions. */
public final class VersionTimes {
  private VersionTimes() {}

  /**
   * Looks at a table before anything is written there.
   *
   * @param names which columns these are; one that is not there is made by the sink
   * @param instant the type that the database has for them
   * @throws ConfigException if one cannot hold them: no record and no restart would mend it
   */
  public static void require(Table table, VersionColumns names, ColumnType instant) {
    require(table, names.from(), HistorySettings.VALID_FROM, instant);
    require(table, names.to(), HistorySettings.VALID_TO, instant);
  }

  private static void require(Table table, String name, String setting, ColumnType instant) {
    int index = table.indexOf(name);
    if (index < 0) {
      return;
    }
    ColumnType type = table.columns().get(index).type();
    boolean holds =
        switch (type.kind()) {
          case TIMESTAMPTZ, TEXT -> true;
          // Without a zone it is a time of the day somewhere, where the database knows better.
          case TIMESTAMP -> instant.kind() != Kind.TIMESTAMPTZ;
          default -> false;
        };
    if (!holds) {
      throw new ConfigException(
          "column '"
              + name
              + "' ("
              + type
              + ") of table "
              + table.name()
              + " cannot hold times of versions: expected "
              + instant
              + ". Change it, or choose another with "
              + setting
              + ".");
    }
  }
}
