package io.sluice.state.history;

import static java.util.Objects.requireNonNull;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the audit log are meant. Every criterion that is said must hold.
 *
 * @param who empty for anybody
 * @param action as {@code offsets.reset}, or what stands before the point, as {@code offsets}, for
 *     all of those; empty for any
 * @param pipeline empty for any
 * @param from at this time or later; null for any
 * @param to before this time; null for any
 */
public record AuditFilter(
    String who, String action, String pipeline, @Nullable Instant from, @Nullable Instant to) {
  /** All of them. */
  public static final AuditFilter ALL = new AuditFilter("", "", "", null, null);

  public AuditFilter {
    requireNonNull(who);
    requireNonNull(action);
    requireNonNull(pipeline);
  }

  /** Those of one pipeline, or all if the name is empty. */
  public static AuditFilter of(String pipeline) {
    return new AuditFilter("", "", pipeline, null, null);
  }

  /** A condition as SQL, and what its parameters are. */
  record Condition(String sql, List<Object> parameters) {
    /** Sets the parameters, the first ones of the statement; returns the next one's number. */
    int bind(PreparedStatement statement) throws SQLException {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      return parameters.size() + 1;
    }
  }

  Condition condition() {
    StringBuilder sql = new StringBuilder("true");
    List<Object> parameters = new ArrayList<>();
    if (!who.isEmpty()) {
      sql.append(" and who = ?");
      parameters.add(who);
    }
    if (!action.isEmpty()) {
      sql.append(" and (action = ? or substr(action, 1, ?) = ?)");
      parameters.add(action);
      parameters.add(action.length() + 1);
      parameters.add(action + ".");
    }
    if (!pipeline.isEmpty()) {
      sql.append(" and pipeline = ?");
      parameters.add(pipeline);
    }
    if (from != null) {
      sql.append(" and at >= ?");
      parameters.add(from.toEpochMilli());
    }
    if (to != null) {
      sql.append(" and at < ?");
      parameters.add(to.toEpochMilli());
    }
    return new Condition(sql.toString(), parameters);
  }
}
