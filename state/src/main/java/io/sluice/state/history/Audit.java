package io.sluice.state.history;

import io.sluice.state.file.Durability;
import io.sluice.state.file.Sql;
import io.sluice.state.file.SqliteFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What people changed by hand. Entries are only ever added; the database itself refuses to change
 * or delete one. May be used from any thread.
 */
public final class Audit {
  private final SqliteFile sqlite;
  private final Clock clock;

  public Audit(SqliteFile sqlite, Clock clock) {
    this.sqlite = sqlite;
    this.clock = clock;
  }

  /**
   * What somebody did.
   *
   * @param action short and stable, as {@code offsets.reset}
   * @param pipeline empty if it is about none
   * @param before what it was, JSON or empty
   * @param after what it became, JSON or empty
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
      String who, String action, String pipeline, String before, String after, String reason) {
    sqlite.write(
        Durability.NOW,
        connection -> {
          insert(connection, clock.instant(), who, action, pipeline, before, after, reason);
          return action;
        });
  }

  /** Newest first; of all pipelines if the name is empty. */
  public List<Entry> list(String pipeline, int limit) {
    return sqlite.read(
        connection -> {
          List<Entry> entries = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select id, at, who, action, pipeline, before, after, reason from audit"
                      + " where ?1 = '' or pipeline = ?1 order by id desc limit ?2")) {
            select.setString(1, pipeline);
            select.setInt(2, limit);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                entries.add(
                    new Entry(
                        row.getLong(1),
                        Instant.ofEpochMilli(row.getLong(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8)));
              }
            }
          }
          return entries;
        });
  }

  /** Inside the transaction that makes the change, so that there is never one without the other. */
  public static void insert(
      Connection connection,
      Instant at,
      String who,
      String action,
      String pipeline,
      String before,
      String after,
      String reason)
      throws SQLException {
    Sql.update(
        connection,
        "insert into audit (at, who, action, pipeline, before, after, reason)"
            + " values (?, ?, ?, ?, ?, ?, ?)",
        at.toEpochMilli(),
        who,
        action,
        pipeline,
        before,
        after,
        reason);
  }
}
