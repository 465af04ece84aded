package io.sluice.state.history;

import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Sql;
import io.sluice.state.storage.Storage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people changed by hand. Entries are only ever added; the database itself refuses to change
 * or delete one, and a chain of seals ({@link AuditChain}) tells whether somebody did it
 * nevertheless. May be used from any thread.
 */
public final class Audit {
  /** For {@link #entry}. */
  static final String COLUMNS =
      "a.id, a.at, a.who, a.action, a.pipeline, a.before, a.after, a.reason";

  /** Characters of a reason; what is longer is cut, since nobody can ever take it out again. */
  static final int LONGEST_REASON = 1_000;

  private final Storage storage;
  private final Clock clock;

  public Audit(Storage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * What somebody did.
   *
   * @param action the word of an {@link AuditAction}, with {@code .failed} behind it where it
   *     failed
   * @param pipeline empty if it is about none
   * @param before what it was, JSON or empty
   * @param after what it became, JSON or empty
   * @param reason why, as it was said; {@value #LONGEST_REASON} characters at most
   */
  public record Entry(
      long id,
      Instant at,
      String who,
      String action,
      String pipeline,
      String before,
      String after,
      String reason) {}

  /** Adds an entry. Durable on return. */
  public void add(
      String who, AuditAction action, String pipeline, String before, String after, String reason) {
    add(who, action.word(), pipeline, before, after, reason);
  }

  /** The same of an action that failed. */
  void add(String who, String action, String pipeline, String before, String after, String reason) {
    storage.write(
        Durability.NOW,
        connection -> {
          insert(connection, clock.instant(), who, action, pipeline, before, after, reason);
          return action;
        });
  }

  /** Newest first; of all pipelines if the name is empty. */
  public List<Entry> list(String pipeline, int limit) {
    return list(AuditFilter.of(pipeline), Long.MAX_VALUE, limit);
  }

  /**
   * Newest first.
   *
   * @param beforeId only entries with a lower id, for the page behind one that ended there; {@link
   *     Long#MAX_VALUE} for the first page
   */
  public List<Entry> list(AuditFilter filter, long beforeId, int limit) {
    AuditFilter.Condition where = filter.condition();
    return storage.read(
        connection -> {
          List<Entry> entries = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select "
                      + COLUMNS
                      + " from audit a where "
                      + where.sql()
                      + " and id < ? order by id desc limit ?")) {
            int next = where.bind(select);
            select.setLong(next, beforeId);
            select.setInt(next + 1, limit);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                entries.add(entry(row));
              }
            }
          }
          return entries;
        });
  }

  /**
   * Looks at every entry from the first to the last, also while others are added.
   *
   * @param expected a head that somebody wrote down earlier, to be found among the seals: nothing
   *     else tells when the newest entries were removed with all that knew of them; null for none
   */
  public AuditVerdict verify(@Nullable String expected) {
    return new AuditWalk(expected).over(storage);
  }

  /** Inside the transaction that makes the change, so that there is never one without the other. */
  public static void insert(
      Connection connection,
      Instant at,
      String who,
      AuditAction action,
      String pipeline,
      String before,
      String after,
      String reason)
      throws SQLException {
    insert(connection, at, who, action.word(), pipeline, before, after, reason);
  }

  static void insert(
      Connection connection,
      Instant at,
      String who,
      String action,
      String pipeline,
      String before,
      String after,
      String reason)
      throws SQLException {
    String previous = AuditChain.take(connection);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into audit (at, who, action, pipeline, before, after, reason)"
                + " values (?, ?, ?, ?, ?, ?, ?) returning id")) {
      insert.setLong(1, at.toEpochMilli());
      String[] texts = {
        who, action, pipeline, before, after, cut(ReasonText.withoutSecrets(reason))
      };
      for (int i = 0; i < texts.length; i++) {
        texts[i] = Sql.text(texts[i]);
        insert.setString(i + 2, texts[i]);
      }
      long id;
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        id = row.getLong(1);
      }
      AuditChain.add(
          connection,
          previous,
          new Entry(
              id,
              Instant.ofEpochMilli(at.toEpochMilli()),
              texts[0],
              texts[1],
              texts[2],
              texts[3],
              texts[4],
              texts[5]));
    }
  }

  private static String cut(String reason) {
    if (reason.length() <= LONGEST_REASON) {
      return reason;
    }
    // Half a character would be stored as another one, and break the chain.
    int end = LONGEST_REASON - 1;
    return reason.substring(0, Character.isHighSurrogate(reason.charAt(end - 1)) ? end - 1 : end)
        + "…";
  }

  static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong(1),
        Instant.ofEpochMilli(row.getLong(2)),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8));
  }
}
