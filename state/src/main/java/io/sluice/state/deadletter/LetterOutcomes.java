package io.sluice.state.deadletter;

import io.sluice.state.storage.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** What became of letters that were replayed, written down. */
final class LetterOutcomes {
  private LetterOutcomes() {}

  /** They arrived; of a copy, the letter that it was made of is done with as well. */
  static int replayed(Connection connection, Collection<Long> ids, String who, long now)
      throws SQLException {
    int closed = 0;
    try (PreparedStatement update =
            connection.prepareStatement(
                "update dead_letter set status = 'REPLAYED', last_seen = ?, closed_by = ?"
                    + " where id = ? and status = 'OPEN'");
        PreparedStatement original =
            connection.prepareStatement(
                "update dead_letter set status = 'REPLAYED', last_seen = ?, closed_by = ?,"
                    + " reason = ? where status = 'OPEN' and id ="
                    + " (select copy_of from dead_letter where id = ?)")) {
      for (long id : ids) {
        update.setLong(1, now);
        update.setString(2, who);
        update.setLong(3, id);
        if (update.executeUpdate() == 0) {
          continue;
        }
        closed++;
        original.setLong(1, now);
        original.setString(2, who);
        original.setString(3, "replayed as its copy " + id);
        original.setLong(4, id);
        original.executeUpdate();
      }
    }
    return closed;
  }

  /** It failed once more; a purged letter stays as it is. */
  static long failedAgain(
      Connection connection, long id, String errorClass, String errorMessage, long now)
      throws SQLException {
    Sql.update(
        connection,
        "update dead_letter set status = 'OPEN', attempts = attempts + 1, last_seen = ?,"
            + " reason = null, closed_by = null, error_class = ?, error_message = ?, signature = ?"
            + " where id = ? and status <> 'PURGED'",
        now,
        errorClass,
        errorMessage,
        ErrorSignature.of(errorClass, errorMessage),
        id);
    return id;
  }
}
