package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.position.Lineage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.OptionalLong;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server's log contains the log that a position counts in. Another server at the same
 * address, a restored backup or a standby promoted too early have other changes at the same
 * positions: going on there would lose or repeat changes without anybody noticing.
 */
public final class Continuity {

  private static final String RESET =
      "Reset the offsets (and drop the slot if there is one) to begin with a new snapshot";

  private Continuity() {}

  /**
   * Refuses a position that is not in the server's log.
   *
   * @param replicating a replication connection to the server
   * @param where the server's address
   * @throws ConfigException with what was expected and found, and what to do
   */
  public static void requireSameLog(
      Lineage position, ServerState server, Connection replicating, String where)
      throws SQLException {
    TimelineHistory history =
        position.timeline() == 0 || position.timeline() == server.timeline()
            ? new TimelineHistory(java.util.Map.of())
            : TimelineHistory.of(replicating, server.timeline());
    @Nullable String broken = broken(position, server, history, where);
    if (broken != null) {
      throw new ConfigException(broken);
    }
    if (server.standby() && server.logEnd() < position.reached()) {
      throw new SQLException(
          "The standby has not yet received the log up to the stored position", "57P03");
    }
  }

  /** Why the position is not in the server's log, null when it is. */
  static @Nullable String broken(
      Lineage position, ServerState server, TimelineHistory history, String where) {
    if (position.system() != null && !position.system().equals(server.system())) {
      return "The stored position belongs to database cluster "
          + position.system()
          + " but "
          + where
          + " is cluster "
          + server.system()
          + ". Going on would lose or repeat changes: check database.hostname. If the data really"
          + " moved there: "
          + RESET;
    }
    if (position.database() != 0 && position.database() != server.database()) {
      return "The stored position belongs to the database of number "
          + position.database()
          + " but the one of this name at "
          + where
          + " has number "
          + server.database()
          + ": it was made anew, or another one is meant. Check database.dbname. If it was"
          + " restored: "
          + RESET;
    }
    int timeline = position.timeline();
    if (timeline != 0 && timeline != server.timeline()) {
      OptionalLong end = history.end(timeline);
      if (end.isEmpty()) {
        return "The stored position is on timeline "
            + timeline
            + " but "
            + where
            + " is on timeline "
            + server.timeline()
            + ", which does not descend from it: this is a former primary or a restored backup."
            + " Check database.hostname. If this server is the one to go on with: "
            + RESET;
      }
      if (end.getAsLong() < position.reached()) {
        return "Changes up to log position "
            + LostRange.lsn(position.reached())
            + " of timeline "
            + timeline
            + " were captured, but "
            + where
            + " left that timeline at "
            + LostRange.lsn(end.getAsLong())
            + ": it was promoted or restored without the last changes, which the targets already"
            + " have. "
            + RESET;
      }
    }
    if (!server.standby() && server.logEnd() < position.reached()) {
      return "The stored position is log position "
          + LostRange.lsn(position.reached())
          + " but the log of "
          + where
          + " ends at "
          + LostRange.lsn(server.logEnd())
          + ": the server was restored from a backup or lost its last changes, which the targets"
          + " already have. "
          + RESET;
    }
    return null;
  }

  /** The sentence that says what can no longer be read behind a position. */
  public static String lost(Lineage position, ServerState server, Collection<TableId> captured) {
    return LostRange.behind(position, server).describe(captured);
  }
}
