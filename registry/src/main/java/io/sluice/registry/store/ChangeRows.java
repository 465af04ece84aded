package io.sluice.registry.store;

import io.sluice.registry.model.Actor;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.RegistryChange;
import io.sluice.registry.model.SubjectName;
import io.sluice.state.storage.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What was changed, by whom and why; and the number by which one writer at a time is held to. Rows
 * are only ever added: the database itself refuses to change or delete one.
 */
public final class ChangeRows {
  private final Connection connection;

  public ChangeRows(Connection connection) {
    this.connection = connection;
  }

  /**
   * How far the registry has come.
   *
   * @param change the number of the last change
   * @param removals how often something was removed
   */
  public record Numbers(long change, long removals) {}

  /**
   * Waits until nobody else writes, and keeps others from writing until the transaction ends. What
   * is read afterwards is what the writers before have committed.
   *
   * @return with the number of the change that is made now
   */
  public Numbers begin() throws SQLException {
    return Rows.first(
            connection,
            "update registry_number set change = change + 1 where one = 1"
                + " returning change, removal",
            row -> new Numbers(row.getLong(1), row.getLong(2)))
        .orElseThrow(() -> new SQLException("The table registry_number has lost its row"));
  }

  /** Notes that what could be found before may be gone. */
  public void countRemoval() throws SQLException {
    Sql.update(connection, "update registry_number set removal = removal + 1 where one = 1");
  }

  /** How often something was removed. */
  public long removals() throws SQLException {
    return Rows.first(connection, "select removal from registry_number", row -> row.getLong(1))
        .orElse(0L);
  }

  public void insert(RegistryChange change) throws SQLException {
    Sql.update(
        connection,
        "insert into registry_change (number, at, who, why, action, context, subject, version, id,"
            + " was, became) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        change.number(),
        change.at().toEpochMilli(),
        change.actor().who(),
        change.actor().why(),
        change.action(),
        change.subject().context(),
        change.subject().name(),
        change.version(),
        change.id(),
        change.before(),
        change.after());
  }

  /**
   * Newest first.
   *
   * @param subject of all if it is the default context as a whole
   */
  public List<RegistryChange> list(SubjectName subject, long before, int limit)
      throws SQLException {
    List<Object> parameters = new ArrayList<>(List.of(before));
    String of = "";
    if (!subject.isContext()) {
      of = " and context = ? and subject = ?";
      parameters.add(subject.context());
      parameters.add(subject.name());
    } else if (!subject.context().equals(SubjectName.DEFAULT_CONTEXT)) {
      of = " and context = ?";
      parameters.add(subject.context());
    }
    parameters.add(limit);
    return Rows.all(
        connection,
        "select number, at, who, why, action, context, subject, version, id, was, became"
            + " from registry_change where number < ?"
            + of
            + " order by number desc limit ?",
        row ->
            new RegistryChange(
                row.getLong(1),
                Instant.ofEpochMilli(row.getLong(2)),
                new Actor(row.getString(3), row.getString(4)),
                row.getString(5),
                new SubjectName(row.getString(6), row.getString(7)),
                row.getInt(8),
                row.getInt(9),
                row.getString(10),
                row.getString(11)),
        parameters.toArray());
  }

  /** The contexts in which an id was ever given, and the default one, sorted. */
  public List<String> contexts(Page page) throws SQLException {
    TreeSet<String> contexts = new TreeSet<>(List.of(SubjectName.DEFAULT_CONTEXT));
    contexts.addAll(
        Rows.all(connection, "select context from registry_context", row -> row.getString(1)));
    long limit = page.limit() < 0 ? Long.MAX_VALUE : page.limit();
    return contexts.stream().skip(page.offset()).limit(limit).toList();
  }
}
