package io.sluice.state.deadletter;

import io.sluice.state.checkpoint.CanonicalJson;
import io.sluice.state.deadletter.DeadLetterRows.Condition;
import io.sluice.state.deadletter.DeadLetters.Filter;
import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditAction;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Storage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** Deletes the records of letters, a part in each transaction. Thread-safe. */
final class LetterPurge {
  /** Takes well under a second, in which no checkpoint can be written. */
  private static final int AT_ONCE = 5_000;

  private final Storage storage;
  private final Clock clock;

  LetterPurge(Storage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * @param progress told how many were purged so far; says whether to go on
   * @return how many were purged
   */
  long purge(Filter filter, String who, String reason, LongPredicate progress) {
    Condition where = DeadLetterRows.condition(filter, storage.dialect());
    long newest = storage.read(c -> DeadLetterRows.extent(c, where)).newest();
    long purged = 0;
    int part;
    do {
      part = storage.write(Durability.NOW, c -> part(c, filter, where, newest, who, reason));
      purged += part;
    } while (part == AT_ONCE && progress.test(purged));
    return purged;
  }

  private int part(
      Connection connection, Filter filter, Condition where, long newest, String who, String reason)
      throws SQLException {
    Instant now = clock.instant();
    int purged;
    try (PreparedStatement update =
        connection.prepareStatement(
            "update dead_letter set status = 'PURGED', record = ?, error_message = '', reason = ?,"
                + " closed_by = ?, last_seen = ? where id in (select id from dead_letter"
                + where.sql()
                + " and status <> 'PURGED' and id <= ? order by id limit ?)")) {
      update.setBytes(1, new byte[0]);
      update.setString(2, reason);
      update.setString(3, who);
      update.setLong(4, now.toEpochMilli());
      where.bind(update, 5);
      int bound = where.parameters().size();
      update.setLong(5 + bound, newest);
      update.setInt(6 + bound, AT_ONCE);
      purged = update.executeUpdate();
    }
    if (purged > 0) {
      String pipeline = filter.pipeline() == null ? "" : filter.pipeline();
      String after = CanonicalJson.write(Map.of("purged", purged));
      Audit.insert(
          connection,
          now,
          who,
          AuditAction.DEAD_LETTERS_PURGE,
          pipeline,
          before(filter),
          after,
          reason);
    }
    return purged;
  }

  /** Which were meant. */
  private static String before(Filter filter) {
    Map<String, Object> meant = new TreeMap<>();
    if (filter.signature() != null) {
      meant.put("signature", filter.signature());
    }
    if (!filter.ids().isEmpty()) {
      meant.put("letters", filter.ids().size());
    }
    return meant.isEmpty() ? "" : CanonicalJson.write(meant);
  }
}
