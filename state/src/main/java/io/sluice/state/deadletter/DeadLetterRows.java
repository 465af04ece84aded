package io.sluice.state.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.state.deadletter.DeadLetters.Filter;
import io.sluice.state.deadletter.DeadLetters.Status;
import io.sluice.state.deadletter.DeadLetters.Stored;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows that dead letters are kept in. */
final class DeadLetterRows {
  private DeadLetterRows() {}

  /** A filter as SQL: begins with {@code where} and holds at least one term. */
  record Condition(String sql, List<Object> parameters) {
    void bind(PreparedStatement statement, int from) throws SQLException {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(from + i, parameters.get(i));
      }
    }
  }

  static Condition condition(Filter filter) {
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
      // One parameter however many ids there are: SQLite limits how many a statement may have.
      sql.append(" and id in (select value from json_each(?))");
      parameters.add(jsonArray(filter.ids()));
    }
    return new Condition(sql.toString(), parameters);
  }

  static List<Stored> select(Connection connection, Filter filter, long afterId, int limit)
      throws SQLException {
    Condition where = condition(filter);
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, pipeline, stage, component, error_class, error_message, topic,"
                + " lane_partition, lane_offset, source_partition, source_offset, pipeline_version,"
                + " record, signature, status, attempts, first_seen, last_seen, reason"
                + " from dead_letter"
                + where.sql()
                + " and id > ? order by id limit ?")) {
      int bound = where.parameters().size();
      where.bind(select, 1);
      select.setLong(bound + 1, afterId);
      select.setInt(bound + 2, limit);
      List<Stored> letters = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          letters.add(stored(row));
        }
      }
      return letters;
    }
  }

  private static Stored stored(ResultSet row) throws SQLException {
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
            row.getBytes("record"));
    return new Stored(
        row.getLong("id"),
        letter,
        row.getString("signature"),
        Status.valueOf(row.getString("status")),
        row.getInt("attempts"),
        Instant.ofEpochMilli(row.getLong("first_seen")),
        Instant.ofEpochMilli(row.getLong("last_seen")),
        row.getString("reason"));
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

  /** Each part with its length, so that no two sequences of parts look alike. */
  private static void part(MessageDigest sha256, @Nullable Object value) {
    byte[] bytes = value == null ? new byte[0] : value.toString().getBytes(UTF_8);
    sha256.update(ByteBuffer.allocate(4).putInt(value == null ? -1 : bytes.length).array());
    sha256.update(bytes);
  }

  /** Adds letters one after the other through one prepared statement. */
  static final class Inserter implements AutoCloseable {
    private final PreparedStatement insert;

    Inserter(Connection connection) throws SQLException {
      insert =
          connection.prepareStatement(
              """
              insert into dead_letter (pipeline, identity, status, stage, component, error_class,
                error_message, signature, topic, lane_partition, lane_offset, source_partition,
                source_offset, pipeline_version, first_seen, last_seen, attempts, record)
              values (?, ?, 'OPEN', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
              on conflict (pipeline, identity) do update set
                status = 'OPEN', error_class = excluded.error_class,
                error_message = excluded.error_message, signature = excluded.signature,
                pipeline_version = excluded.pipeline_version, last_seen = excluded.last_seen,
                attempts = attempts + 1, reason = null, record = excluded.record
              where status <> 'OPEN'
              """);
    }

    /** Returns 1 if the letter became open, 0 if it was already. */
    int add(DeadLetters.Identified one, Instant now) throws SQLException {
      DeadLetter letter = one.letter();
      insert.setString(1, letter.pipeline());
      insert.setBytes(2, one.identity());
      insert.setString(3, letter.stage().name());
      insert.setString(4, letter.component());
      insert.setString(5, letter.errorClass());
      insert.setString(6, letter.errorMessage());
      insert.setString(7, ErrorSignature.of(letter.errorClass(), letter.errorMessage()));
      insert.setString(8, letter.topic());
      insert.setObject(9, letter.partition());
      insert.setObject(10, letter.offset());
      insert.setString(11, letter.sourcePartition());
      insert.setString(12, letter.sourceOffset());
      insert.setString(13, letter.pipelineVersion());
      insert.setLong(14, now.toEpochMilli());
      insert.setLong(15, now.toEpochMilli());
      insert.setBytes(16, letter.record());
      return insert.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
      insert.close();
    }
  }
}
