package io.sluice.state.deadletter;

import io.sluice.state.file.Durability;
import io.sluice.state.file.Sql;
import io.sluice.state.file.SqliteFile;
import io.sluice.state.file.StateException;
import io.sluice.state.history.Audit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records that were set aside. A letter is open until it is replayed or purged. May be used from
 * any thread; every method throws {@link StateException} when the database cannot be read or
 * written.
 */
public final class DeadLetters {
  private final SqliteFile sqlite;
  private final Clock clock;

  public DeadLetters(SqliteFile sqlite, Clock clock) {
    this.sqlite = sqlite;
    this.clock = clock;
  }

  /** What became of a letter. */
  public enum Status {
    OPEN,
    REPLAYED,
    PURGED
  }

  /**
   * A letter as it is kept.
   *
   * @param letter its record and its error message are empty once purged
   * @param signature equal for errors of one kind, see {@link ErrorSignature}
   * @param attempts how often it failed, the first time included
   * @param lastSeen when it last failed, was replayed or purged
   * @param reason why it was purged; null if it was not
   */
  public record Stored(
      long id,
      DeadLetter letter,
      String signature,
      Status status,
      int attempts,
      Instant firstSeen,
      Instant lastSeen,
      @Nullable String reason) {}

  /**
   * A letter together with what makes it the same one, for a caller that knows more of its record
   * than where it lay and its bytes.
   *
   * @param identity equal for the same record read again, within one pipeline
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Identified(DeadLetter letter, byte[] identity) {}

  /**
   * Letters that failed for one kind of error.
   *
   * @param message message of the newest letter
   * @param newestId id of the newest letter
   */
  public record Group(
      String pipeline,
      DeadLetter.Stage stage,
      String component,
      String signature,
      String errorClass,
      String message,
      long count,
      Instant firstSeen,
      Instant lastSeen,
      long newestId) {}

  /**
   * Which letters are meant. Every criterion that is not null must hold.
   *
   * @param seenBefore first seen before this
   * @param ids empty means any
   */
  public record Filter(
      @Nullable String pipeline,
      @Nullable Status status,
      @Nullable String signature,
      @Nullable Instant seenBefore,
      Set<Long> ids) {
    public Filter {
      ids = Set.copyOf(ids);
    }

    /** Open letters of one pipeline. */
    public static Filter open(String pipeline) {
      return new Filter(pipeline, Status.OPEN, null, null, Set.of());
    }

    /** Open letters of all pipelines. */
    public static Filter allOpen() {
      return new Filter(null, Status.OPEN, null, null, Set.of());
    }

    /** The same, of one kind of error. */
    public Filter ofSignature(String wanted) {
      return new Filter(pipeline, status, wanted, seenBefore, ids);
    }

    /** The same, of these ids only. */
    public Filter ofIds(Collection<Long> wanted) {
      return new Filter(pipeline, status, signature, seenBefore, Set.copyOf(wanted));
    }
  }

  /**
   * Stores letters in one transaction. Durable on return. A letter that is open already, because a
   * run polled its record once more after a crash, is not stored twice; one that was replayed or
   * purged and fails again is open again. It is the same letter if it lies at the same place, in
   * the source and in its lane, and has the same bytes.
   *
   * @return how many became open by this
   */
  public int add(List<DeadLetter> letters) {
    return addIdentified(
        letters.stream()
            .map(letter -> new Identified(letter, DeadLetterRows.identity(letter)))
            .toList());
  }

  /**
   * As {@link #add}, for letters whose identity the caller knows.
   *
   * @return how many became open by this
   */
  public int addIdentified(List<Identified> letters) {
    if (letters.isEmpty()) {
      return 0;
    }
    return sqlite.write(
        Durability.NOW,
        connection -> {
          try (DeadLetterRows.Inserter insert = new DeadLetterRows.Inserter(connection)) {
            int opened = 0;
            for (Identified one : letters) {
              opened += insert.add(one, clock.instant());
            }
            return opened;
          }
        });
  }

  /** Letters grouped by kind of error, the group seen last first. */
  public List<Group> groups(Filter filter) {
    return sqlite.read(
        connection -> {
          DeadLetterRows.Condition where = DeadLetterRows.condition(filter);
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select l.pipeline, l.stage, l.component, l.signature, l.error_class,"
                      + " l.error_message, g.letters, g.first_seen, g.last_seen, l.id"
                      + " from (select count(*) as letters, min(first_seen) as first_seen,"
                      + " max(last_seen) as last_seen, max(id) as newest from dead_letter"
                      + where.sql()
                      + " group by pipeline, stage, component, signature) g join dead_letter l on"
                      + " l.id = g.newest order by g.last_seen desc, l.id desc")) {
            where.bind(select, 1);
            List<Group> groups = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                groups.add(
                    new Group(
                        row.getString(1),
                        DeadLetter.Stage.valueOf(row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getLong(7),
                        Instant.ofEpochMilli(row.getLong(8)),
                        Instant.ofEpochMilli(row.getLong(9)),
                        row.getLong(10)));
              }
            }
            return groups;
          }
        });
  }

  /** Letters in the order in which they were stored, with id above {@code afterId}. */
  public List<Stored> list(Filter filter, long afterId, int limit) {
    return sqlite.read(connection -> DeadLetterRows.select(connection, filter, afterId, limit));
  }

  /** One letter, whatever became of it. */
  public Optional<Stored> find(long id) {
    Filter filter = new Filter(null, null, null, null, Set.of(id));
    return list(filter, 0, 1).stream().findFirst();
  }

  /**
   * The offsets of a lane, from this one on, whose records a sink refused; rising. Whatever became
   * of the letters since.
   */
  public List<Long> offsetsRefused(
      String pipeline, String sink, String topic, int partition, long from) {
    return sqlite.read(
        connection -> {
          List<Long> offsets = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select distinct lane_offset from dead_letter where pipeline = ? and stage ="
                      + " 'SINK' and component = ? and topic = ? and lane_partition = ?"
                      + " and lane_offset >= ? order by lane_offset")) {
            select.setString(1, pipeline);
            select.setString(2, sink);
            select.setString(3, topic);
            select.setInt(4, partition);
            select.setLong(5, from);
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                offsets.add(rows.getLong(1));
              }
            }
          }
          return offsets;
        });
  }

  public long count(Filter filter) {
    return sqlite.read(
        connection -> {
          DeadLetterRows.Condition where = DeadLetterRows.condition(filter);
          try (PreparedStatement select =
              connection.prepareStatement("select count(*) from dead_letter" + where.sql())) {
            where.bind(select, 1);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? row.getLong(1) : 0L;
            }
          }
        });
  }

  /** Marks open letters whose records reached the sinks. Durable on return. */
  public void markReplayed(Collection<Long> ids) {
    sqlite.write(
        Durability.NOW,
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update dead_letter set status = 'REPLAYED', last_seen = ?"
                      + " where id = ? and status = 'OPEN'")) {
            update.setLong(1, clock.millis());
            for (long id : ids) {
              update.setLong(2, id);
              update.executeUpdate();
            }
          }
          return ids;
        });
  }

  /** Counts another failed attempt and keeps the new error. A purged letter stays as it is. */
  public void markFailedAgain(long id, String errorClass, String errorMessage) {
    sqlite.write(
        Durability.NOW,
        connection -> {
          Sql.update(
              connection,
              "update dead_letter set status = 'OPEN', attempts = attempts + 1, last_seen = ?,"
                  + " error_class = ?, error_message = ?, signature = ?"
                  + " where id = ? and status <> 'PURGED'",
              clock.millis(),
              errorClass,
              errorMessage,
              ErrorSignature.of(errorClass, errorMessage),
              id);
          return id;
        });
  }

  /**
   * Deletes the records, and the messages that may quote them, of open and replayed letters for
   * good; that there were letters, and who purged them why, is kept (also in the audit).
   *
   * @return how many were purged
   */
  public int purge(Filter filter, String who, String reason) {
    return sqlite.write(Durability.NOW, connection -> purge(connection, filter, who, reason));
  }

  private int purge(Connection connection, Filter filter, String who, String reason)
      throws SQLException {
    DeadLetterRows.Condition where = DeadLetterRows.condition(filter);
    Instant now = clock.instant();
    int purged;
    try (PreparedStatement update =
        connection.prepareStatement(
            "update dead_letter set status = 'PURGED', record = x'', error_message = '',"
                + " reason = ?, last_seen = ?"
                + where.sql()
                + " and status <> 'PURGED'")) {
      update.setString(1, reason);
      update.setLong(2, now.toEpochMilli());
      where.bind(update, 3);
      purged = update.executeUpdate();
    }
    if (purged > 0) {
      String pipeline = filter.pipeline() == null ? "" : filter.pipeline();
      String after = "{\"purged\":" + purged + "}";
      Audit.insert(connection, now, who, "dead_letters.purge", pipeline, "", after, reason);
    }
    return purged;
  }
}
