package io.sluice.server.access.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.server.access.AccessToken;
import io.sluice.server.access.Account;
import io.sluice.server.access.Grant;
import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditAction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Entries of the audit log about access, in the transaction of what they tell. Never a secret. */
public final class AuditNote {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private AuditNote() {}

  /**
   * Adds an entry.
   *
   * @param before what it was; empty if it was not there
   * @param after what it is; empty if it is gone
   */
  public static void add(
      Connection connection,
      Instant at,
      String who,
      AuditAction action,
      Map<String, String> before,
      Map<String, String> after,
      String reason)
      throws SQLException {
    Audit.insert(connection, at, who, action, "", text(before), text(after), reason);
  }

  /** A token as the log tells it. */
  public static Map<String, String> of(AccessToken token) {
    Map<String, String> note = new LinkedHashMap<>();
    note.put("token", token.id());
    note.put("name", token.name());
    note.put("roles", Grant.shown(token.grants()));
    note.put("expires_at", token.expiresAt().toString());
    return note;
  }

  /** A user as the log tells them. */
  public static Map<String, String> of(Account account) {
    Map<String, String> note = new LinkedHashMap<>();
    note.put("user", account.id());
    note.put("name", account.name());
    note.put("issuer", account.issuer());
    note.put("roles", Grant.shown(account.grants()));
    note.put("blocked", String.valueOf(account.isBlocked()));
    return note;
  }

  private static String text(Map<String, String> note) {
    if (note.isEmpty()) {
      return "";
    }
    try {
      return JSON.writeValueAsString(note);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can always be written as JSON", e);
    }
  }
}
