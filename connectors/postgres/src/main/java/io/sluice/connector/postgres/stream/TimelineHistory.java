package io.sluice.connector.postgres.stream;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Where the branches of a cluster's log left one another. A timeline begins when a standby is
 * promoted or a backup is recovered to an earlier moment; it shares the log of the one before it up
 * to there.
 *
 * @param ends for each earlier timeline where the present one's log left it
 */
record TimelineHistory(Map<Integer, Long> ends) {

  TimelineHistory {
    ends = Map.copyOf(ends);
  }

  /**
   * Asks the server for the history of its timeline.
   *
   * @param replicating a replication connection
   */
  static TimelineHistory of(Connection replicating, int timeline) throws SQLException {
    if (timeline <= 1) {
      return new TimelineHistory(Map.of());
    }
    try (Statement statement = replicating.createStatement();
        ResultSet row = statement.executeQuery("TIMELINE_HISTORY " + timeline)) {
      row.next();
      return parse(new String(row.getBytes(2), StandardCharsets.UTF_8));
    }
  }

  /** Lines of a timeline, the position where it was left, and a reason. */
  static TimelineHistory parse(String text) {
    Map<Integer, Long> ends = new HashMap<>();
    for (String line : text.split("\n")) {
      String[] parts = line.strip().split("\\s+", 3);
      if (parts.length >= 2 && parts[0].matches("\\d+")) {
        ends.put(Integer.valueOf(parts[0]), LogSequenceNumber.valueOf(parts[1]).asLong());
      }
    }
    return new TimelineHistory(ends);
  }

  /** Where an earlier timeline was left, empty when the present one does not descend from it. */
  OptionalLong end(int timeline) {
    Long end = ends.get(timeline);
    return end == null ? OptionalLong.empty() : OptionalLong.of(end);
  }
}
