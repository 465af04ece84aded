package io.sluice.state.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.state.checkpoint.CanonicalJson;
import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditAction;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.Storage;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * Makes a copy of an open letter, in one transaction with its entry in the audit. Durable on
   * return.
   *
   * @param record what it has for a record, byte for byte
   * @param who makes it
   * @param reason why, for the audit
   * @return its id; empty if there is no such open letter any more
   */
  public OptionalLong make(long letter, byte[] record, String who, String reason) {
    byte[] identity = identity(letter);
    return storage.write(
        Durability.NOW,
        connection -> {
          Optional<Original> original = original(connection, letter);
          if (original.isEmpty()) {
            return OptionalLong.empty();
          }
          Instant now = clock.instant();
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
            insert.setLong(2, now.toEpochMilli());
            insert.setLong(3, now.toEpochMilli());
            insert.setBytes(4, record);
            insert.setString(5, who);
            insert.setLong(6, letter);
            if (insert.executeUpdate() == 0) {
              return OptionalLong.empty();
            }
          }
          long copy = id(connection, identity);
          Audit.insert(
              connection,
              now,
              who,
              AuditAction.DEAD_LETTERS_COPY,
              original.get().pipeline(),
              noted("letter", letter, original.get().record()),
              noted("copy", copy, record),
              reason);
          return OptionalLong.of(copy);
        });
  }

  /** An open letter, as far as the audit is to know it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Original(String pipeline, byte[] record) {}

  private static Optional<Original> original(Connection connection, long letter)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select pipeline, record from dead_letter where id = ? and status = 'OPEN'")) {
      select.setLong(1, letter);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new Original(row.getString(1), row.getBytes(2)))
            : Optional.empty();
      }
    }
  }

  /** Which record, and what tells it from another one without its values. */
  private static String noted(String what, long id, byte[] record) {
    return CanonicalJson.write(Map.of(what, id, "record_sha256", hash(record)));
  }

  /** Of a copy, and of nothing else: one letter may have several. */
  private static byte[] identity(long letter) {
    MessageDigest sha256 = ErrorSignature.sha256();
    return sha256.digest(("copy of " + letter + " " + UUID.randomUUID()).getBytes(UTF_8));
  }

  private static long id(Connection connection, byte[] identity) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select max(id) from dead_letter where identity = ?")) {
      select.setBytes(1, identity);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /**
   * Gives an open copy another record, in one transaction with its entry in the audit. Durable on
   * return.
   *
   * @param before the record that it is expected to have
   * @return whether it had; if not, somebody else was there first, or it is no open copy any more
   */
  public boolean edit(long copy, byte[] before, byte[] after, String who) {
    return storage.write(
        Durability.NOW,
        connection -> {
          Instant now = clock.instant();
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update dead_letter set record = ?, made_by = ?, last_seen = ? where id = ?"
                      + " and status = 'OPEN' and copy_of is not null and record = ?"
                      + " returning pipeline")) {
            update.setBytes(1, after);
            update.setString(2, who);
            update.setLong(3, now.toEpochMilli());
            update.setLong(4, copy);
            update.setBytes(5, before);
            try (ResultSet row = update.executeQuery()) {
              if (!row.next()) {
                return false;
              }
              Audit.insert(
                  connection,
                  now,
                  who,
                  AuditAction.DEAD_LETTERS_EDIT,
                  row.getString(1),
                  noted("copy", copy, before),
                  noted("copy", copy, after),
                  "");
              return true;
            }
          }
        });
  }

  /** Tells one record from another without its values, in the audit. SHA-256 in hex. */
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
