package io.sluice.state.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.state.deadletter.DeadLetters.Filter;
import io.sluice.state.deadletter.DeadLetters.Status;
import io.sluice.state.deadletter.DeadLetters.Stored;
import io.sluice.state.storage.Storage.Dialect;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows that dead letters are kept in. */
final class DeadLetterRows {
  private static final int VERSION_BYTES = 8;

  private DeadLetterRows() {}

  /** A filter as SQL: begins with {@code where} and holds at least one term. */
  record Condition(String sql, List<Object> parameters) {
    void bind(PreparedStatement statement, int from) throws SQLException {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(from + i, parameters.get(i));
      }
    }
  }

  static Condition condition(Filter filter, Dialect dialect) {
    StringBuilder sql = new StringBuilder(" where true");
    List<Object> parameters = new ArrayList<>();
    if (filter.status() != null) {
      sql.append(" and status = ?");
      parameters.add(filter.status().name());
    }
    if (filter.pipeline() != null) {
      sql.append(" and pipeline = ?");
      parameters.add(filter.pipeline());
    }
    if (filter.signature() != null) {
      sql.append(" and signature = ?");
      parameters.add(filter.signature());
    }
    if (filter.seenBefore() != null) {
      sql.append(" and first_seen < ?");
      parameters.add(filter.seenBefore().toEpochMilli());
    }
    if (!filter.ids().isEmpty()) {
      // One parameter however many ids there are: both limit how many a statement may have.
      sql.append(
          switch (dialect) {
            case SQLITE -> " and id in (select value from json_each(?))";
            case POSTGRESQL ->
                " and id in (select cast(value as bigint)"
                    + " from jsonb_array_elements_text(cast(? as jsonb)))";
          });
      parameters.add(jsonArray(filter.ids()));
    }
    return new Condition(sql.toString(), parameters);
  }

  /**
   * Which part of a list.
   *
   * @param from the id beside it, which does not belong to it
   * @param descending whether it begins with the newest
   * @param withRecords whether records are read as well
   */
  record Page(long from, boolean descending, int limit, boolean withRecords) {
    static Page of(long afterId, int limit) {
      return new Page(afterId, false, limit, true);
    }

    static Page before(long beforeId, int limit) {
      return new Page(beforeId, true, limit, true);
    }

    Page bare() {
      return new Page(from, descending, limit, false);
    }

    private String sql() {
      return descending
          ? " and id < ? order by id desc limit ?"
          : " and id > ? order by id limit ?";
    }
  }

  static List<Stored> select(Connection connection, Condition where, Page page)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, pipeline, stage, component, error_class, error_message, topic,"
                + " lane_partition, lane_offset, source_partition, source_offset, pipeline_version,"
                + (page.withRecords() ? " record," : "")
                + " signature, status, attempts, first_seen, last_seen, reason, copy_of, made_by,"
                + " closed_by from dead_letter"
                + where.sql()
                + page.sql())) {
      int bound = where.parameters().size();
      where.bind(select, 1);
      select.setLong(bound + 1, page.from());
      select.setInt(bound + 2, page.limit());
      List<Stored> letters = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          letters.add(stored(row, page.withRecords()));
        }
      }
      return letters;
    }
  }

  static List<DeadLetters.Group> groups(Connection connection, Condition where)
      throws SQLException {
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
      List<DeadLetters.Group> groups = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          groups.add(
              new DeadLetters.Group(
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
  }

  /** Of these the open ones; without those that an open copy stands for, unless they are named. */
  static Condition toReplay(Condition where, Filter filter) {
    String open = where.sql() + " and status = 'OPEN'";
    return new Condition(
        filter.ids().isEmpty()
            ? open
                + " and not exists (select 1 from dead_letter copy"
                + " where copy.copy_of = dead_letter.id and copy.status = 'OPEN')"
            : open,
        where.parameters());
  }

  static DeadLetters.Extent extent(Connection connection, Condition where) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select count(*), max(id) from dead_letter" + where.sql())) {
      where.bind(select, 1);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? new DeadLetters.Extent(row.getLong(1), row.getLong(2))
            : new DeadLetters.Extent(0, 0);
      }
    }
  }

  static List<DeadLetters.Sized> sizes(
      Connection connection, Condition where, long afterId, int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, length(record) from dead_letter"
                + where.sql()
                + " and id > ? order by id limit ?")) {
      int bound = where.parameters().size();
      where.bind(select, 1);
      select.setLong(bound + 1, afterId);
      select.setInt(bound + 2, limit);
      List<DeadLetters.Sized> letters = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          letters.add(new DeadLetters.Sized(row.getLong(1), row.getLong(2)));
        }
      }
      return letters;
    }
  }

  private static Stored stored(ResultSet row, boolean withRecord) throws SQLException {
    DeadLetter letter =
        new DeadLetter(
            row.getString("pipeline"),
            DeadLetter.Stage.valueOf(row.getString("stage")),
            row.getString("component"),
            row.getString("error_class"),
            row.getString("error_message"),
            row.getString("topic"),
            (Integer) row.getObject("lane_partition"),
            longOrNull(row, "lane_offset"),
            row.getString("source_partition"),
            row.getString("source_offset"),
            row.getString("pipeline_version"),
            withRecord ? row.getBytes("record") : new byte[0]);
    return new Stored(
        row.getLong("id"),
        letter,
        row.getString("signature"),
        Status.valueOf(row.getString("status")),
        row.getInt("attempts"),
        Instant.ofEpochMilli(row.getLong("first_seen")),
        Instant.ofEpochMilli(row.getLong("last_seen")),
        row.getString("reason"),
        longOrNull(row, "copy_of"),
        row.getString("made_by"),
        row.getString("closed_by"));
  }

  private static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  private static String jsonArray(Set<Long> ids) {
    StringBuilder json = new StringBuilder("[");
    for (long id : ids) {
      json.append(json.length() == 1 ? "" : ",").append(id);
    }
    return json.append(']').toString();
  }

  /**
   * The same for the same record at the same place, whatever the error says this time. Where it
   * lies in the source and in its lane is part of it, so that two equal records stay two letters.
   */
  static byte[] identity(DeadLetter letter) {
    MessageDigest sha256 = ErrorSignature.sha256();
    part(sha256, letter.stage().name());
    part(sha256, letter.component());
    part(sha256, letter.topic());
    part(sha256, letter.partition());
    part(sha256, letter.offset());
    part(sha256, letter.sourcePartition());
    part(sha256, letter.sourceOffset());
    return sha256.digest(letter.record());
  }

  static String version(Stored stored) {
    MessageDigest sha256 = ErrorSignature.sha256();
    part(sha256, stored.status());
    part(sha256, stored.attempts());
    part(sha256, stored.lastSeen().toEpochMilli());
    return HexFormat.of().formatHex(sha256.digest(stored.letter().record()), 0, VERSION_BYTES);
  }

  /** Each part with its length, so that no two sequences of parts look alike. */
  private static void part(MessageDigest sha256, @Nullable Object value) {
    byte[] bytes = value == null ? new byte[0] : value.toString().getBytes(UTF_8);
    sha256.update(ByteBuffer.allocate(4).putInt(value == null ? -1 : bytes.length).array());
    sha256.update(bytes);
  }
}
