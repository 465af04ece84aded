package io.sluice.state.history;

import io.sluice.state.history.Audit.Entry;
import io.sluice.state.history.AuditVerdict.Flaw;
import io.sluice.state.storage.Storage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** One walk along the chain from its beginning, a page at a time, while others add to it. */
final class AuditWalk {
  private static final int PAGE = 1_000;

  private final @Nullable String expected;
  private long id;
  private long entries;
  private String head = AuditChain.BEGINNING;
  private @Nullable Flaw flaw;
  private boolean atEnd;
  private boolean sawExpected;

  /**
   * @param expected a seal to look for; null for none
   */
  AuditWalk(@Nullable String expected) {
    this.expected = expected;
    this.sawExpected = expected == null || expected.equals(head);
  }

  AuditVerdict over(Storage storage) {
    while (!atEnd && flaw == null) {
      storage.read(
          connection -> {
            page(connection);
            return entries;
          });
    }
    return new AuditVerdict(entries, head, flaw, sawExpected);
  }

  private void page(Connection connection) throws SQLException {
    int found = 0;
    try (PreparedStatement select =
        connection.prepareStatement(
            "select "
                + Audit.COLUMNS
                + ", s.previous, s.hash from audit a left join audit_seal s on s.id = a.id"
                + " where a.id > ? order by a.id limit ?")) {
      select.setLong(1, id);
      select.setInt(2, PAGE);
      try (ResultSet row = select.executeQuery()) {
        while (flaw == null && row.next()) {
          found++;
          look(Audit.entry(row), row.getString(9), row.getString(10));
        }
      }
    }
    if (flaw == null && found < PAGE) {
      atEnd = true;
      compareWithHead(connection);
    }
  }

  private void look(Entry entry, @Nullable String previous, @Nullable String seal) {
    id = entry.id();
    entries++;
    if (previous == null || seal == null) {
      flaw = new Flaw(id, "it has no seal: no Sluice that seals entries has added it");
    } else if (!seal.equals(AuditChain.seal(previous, entry))) {
      flaw = new Flaw(id, "it does not say what was sealed: it, or its seal, was changed");
    } else if (!previous.equals(head)) {
      flaw =
          new Flaw(
              id,
              "its seal does not follow that of the entry before it: entries are missing there");
    } else {
      head = seal;
      sawExpected |= seal.equals(expected);
    }
  }

  /** On the view of the last page, so that what is added meanwhile is not missed in either. */
  private void compareWithHead(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select entries, hash from audit_head")) {
      if (!row.next() || row.getLong(1) != entries || !head.equals(row.getString(2))) {
        flaw =
            new Flaw(
                id, "entries behind it are missing: the log ends elsewhere than it says itself");
      }
    }
  }
}
