package io.sluice.state.deadletter;

import io.sluice.state.storage.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** Adds letters one after the other through one prepared statement. For one thread. */
final class LetterInsert implements AutoCloseable {
  private final PreparedStatement insert;

  LetterInsert(Connection connection) throws SQLException {
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
              attempts = dead_letter.attempts + 1, reason = null, closed_by = null,
              record = excluded.record
            where dead_letter.status <> 'OPEN'
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
    insert.setString(6, Sql.text(letter.errorMessage()));
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
