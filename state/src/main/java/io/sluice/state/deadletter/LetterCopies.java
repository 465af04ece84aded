package io.sluice.state.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.state.storage.Durability;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.Storage;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Copies of dead letters, which people edit and replay in their place; the letters themselves stay
 * as they are. A copy is a letter like others, and open. May be used from any thread; every method
 * throws {@link StateException} when the database cannot be read or written.
 */
public final class LetterCopies {
  private final Storage storage;
  private final Clock clock;

  public LetterCopies(Storage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * Makes a copy of an open letter. Durable on return.
   *
   * @param record what it has for a record, byte for byte
   * @param who makes it
   * @return its id; empty if there is no such open letter any more
   */
  public OptionalLong make(long letter, byte[] record, String who) {
    byte[] identity = identity(letter);
    return storage.write(
        Durability.NOW,
        connection -> {
          long now = clock.millis();
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  insert into dead_letter (pipeline, identity, status, stage, component,
                    error_class, error_message, signature, topic, lane_partition, lane_offset,
                    source_partition, source_offset, pipeline_version, first_seen, last_seen,
                    attempts, record, copy_of, made_by)
                  select pipeline, ?, 'OPEN', stage, component, error_class, error_message,
                    signature, topic, lane_partition, lane_offset, source_partition, source_offset,
                    pipeline_version, ?, ?, 1, ?, id, ? from dead_letter
                  where id = ? and status = 'OPEN'
                  """)) {
            insert.setBytes(1, identity);
            insert.setLong(2, now);
            insert.setLong(3, now);
            insert.setBytes(4, record);
            insert.setString(5, who);
            insert.setLong(6, letter);
            return insert.executeUpdate() == 0 ? OptionalLong.empty() : id(connection, identity);
          }
        });
  }

  /** Of a copy, and of nothing else: one letter may have several. */
  private static byte[] identity(long letter) {
    MessageDigest sha256 = ErrorSignature.sha256();
    return sha256.digest(("copy of " + letter + " " + UUID.randomUUID()).getBytes(UTF_8));
  }

  private static OptionalLong id(Connection connection, byte[] identity) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select max(id) from dead_letter where identity = ?")) {
      select.setBytes(1, identity);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /**
   * Gives an open copy another record. Durable on return.
   *
   * @param before the record that it is expected to have
   * @return whether it had; if not, somebody else was there first, or it is no open copy any more
   */
  public boolean edit(long copy, byte[] before, byte[] after, String who) {
    return storage.write(
        Durability.NOW,
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update dead_letter set record = ?, made_by = ?, last_seen = ? where id = ?"
                      + " and status = 'OPEN' and copy_of is not null and record = ?")) {
            update.setBytes(1, after);
            update.setString(2, who);
            update.setLong(3, clock.millis());
            update.setLong(4, copy);
            update.setBytes(5, before);
            return update.executeUpdate() == 1;
          }
        });
  }

  /** Tells one record from another without its values, for the audit log. SHA-256 in hex. */
  public static String hash(byte[] record) {
    return HexFormat.of().formatHex(ErrorSignature.sha256().digest(record));
  }

  /** Ids of the copies that were made of a letter, the oldest first; at most a hundred. */
  public List<Long> of(long letter) {
    return storage.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select id from dead_letter where copy_of = ? order by id limit 100")) {
            select.setLong(1, letter);
            List<Long> ids = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                ids.add(row.getLong(1));
              }
            }
            return ids;
          }
        });
  }
}
