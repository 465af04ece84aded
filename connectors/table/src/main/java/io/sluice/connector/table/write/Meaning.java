package io.sluice.connector.table.write;

import io.sluice.connector.table.config.HistorySettings;
import io.sluice.connector.table.config.ModeSettings;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.stored.RowMeaning;
import java.util.Locale;

/** What the settings make of a table's rows, in the words that are stored beside the table. */
final class Meaning {
  private Meaning() {}

  static RowMeaning of(TableSinkConfig config) {
    ModeSettings modes = config.modes();
    HistorySettings history = config.history();
    StringBuilder kind = new StringBuilder(modes.mode().name().toLowerCase(Locale.ROOT));
    if (modes.mode() == ModeSettings.Mode.HISTORY
        && history.order() == HistorySettings.Order.EVENT_TIME) {
      kind.append(" by event time");
    }
    if (modes.keyed() && modes.deletes() == ModeSettings.Deletes.IGNORE) {
      kind.append(" without deletes");
    }
    if (config.schemas().fanIn()) {
      kind.append(" shared with other pipelines");
    }
    return new RowMeaning(kind.toString(), mark(config));
  }

  private static String mark(TableSinkConfig config) {
    if (config.modes().mode() == ModeSettings.Mode.HISTORY) {
      return config.history().isCurrent();
    }
    return config.modes().deletes() == ModeSettings.Deletes.SOFT
        ? config.metadata().deletedAt()
        : "";
  }
}
