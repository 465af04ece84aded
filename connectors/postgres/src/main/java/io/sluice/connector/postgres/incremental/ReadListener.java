package io.sluice.connector.postgres.incremental;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hears how tables are read beside the stream. Called by the reading thread. */
@FunctionalInterface
public interface ReadListener {

  /**
   * Something happened.
   *
   * @param type STARTED, DATA_COLLECTIONS_RESOLVED, IN_PROGRESS, TABLE_SCAN_COMPLETED, PAUSED,
   *     RESUMED, ABORTED or COMPLETED
   * @param id of the signal that asked for the reading, null when nobody did
   * @param details by Debezium's names
   */
  void told(String type, @Nullable String id, Map<String, String> details);
}
