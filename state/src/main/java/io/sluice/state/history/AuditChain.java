package io.sluice.state.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.state.history.Audit.Entry;
import io.sluice.state.storage.Sql;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

/**
 * What makes the audit log one chain: each entry has a seal, the SHA-256 of the seal before it and
 * of all that the entry says. Whoever changes, leaves out or puts in an entry breaks the chain
 * there; whoever makes the whole chain anew from there ends at another head.
 *
 * <p>The form that is hashed is told in {@code docs/reference/audit.md}, so that others can check
 * it, and never changes.
 */
public final class AuditChain {
  /** What stands before the first entry. */
  public static final String BEGINNING = "0".repeat(64);

  private static final String FORM = "sluice audit 1";

  private AuditChain() {}

  /** The seal of an entry behind another's: 64 hexadecimal digits. */
  static String seal(String previous, Entry entry) {
    MessageDigest sha256 = sha256();
    line(sha256, FORM);
    line(sha256, previous);
    line(sha256, Long.toString(entry.id()));
    line(sha256, Long.toString(entry.at().toEpochMilli()));
    text(sha256, entry.who());
    text(sha256, entry.action());
    text(sha256, entry.pipeline());
    text(sha256, entry.before());
    text(sha256, entry.after());
    text(sha256, entry.reason());
    return HexFormat.of().formatHex(sha256.digest());
  }

  /**
   * Takes the end of the chain for this transaction: of several that add at a time each waits for
   * the one before, so that no two entries follow the same.
   *
   * @return the newest seal
   */
  static String take(Connection connection) throws SQLException {
    try (PreparedStatement update =
            connection.prepareStatement(
                "update audit_head set entries = entries + 1 where one = 1 returning hash");
        ResultSet row = update.executeQuery()) {
      if (!row.next()) {
        throw new IllegalStateException("the audit log has no head");
      }
      return row.getString(1);
    }
  }

  /** Adds the seal of an entry; {@link #take} comes before. */
  static String add(Connection connection, String previous, Entry entry) throws SQLException {
    String seal = seal(previous, entry);
    Sql.update(
        connection,
        "insert into audit_seal (id, previous, hash) values (?, ?, ?)",
        entry.id(),
        previous,
        seal);
    Sql.update(connection, "update audit_head set hash = ? where one = 1", seal);
    return seal;
  }

  /** Seals what was written before there were seals; in the transaction that makes their table. */
  public static void sealEarlier(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select " + Audit.COLUMNS + " from audit a order by id")) {
      while (row.next()) {
        add(connection, take(connection), Audit.entry(row));
      }
    }
  }

  private static void line(MessageDigest sha256, String text) {
    sha256.update((text + "\n").getBytes(UTF_8));
  }

  /** With its length in bytes, so that no two sequences of texts look alike. */
  private static void text(MessageDigest sha256, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    sha256.update((bytes.length + ":").getBytes(UTF_8));
    sha256.update(bytes);
    sha256.update((byte) '\n');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
