package io.sluice.connector.postgres.catalog;

import io.sluice.connector.postgres.catalog.Forms.Attribute;
import io.sluice.connector.postgres.catalog.Forms.Form;
import io.sluice.connector.postgres.catalog.Types.Resolved;
import io.sluice.connector.postgres.config.Selection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the server's catalog says of tables and types. Used by one thread; types are remembered,
 * since an enum that gains a label comes with a new relation message which asks for {@link
 * #forgetTypes}.
 */
public final class Catalog {

  /** Ordinary and partitioned tables outside the server's own schemas. */
  private static final String TABLES =
      """
      SELECT c.oid::int8, n.nspname, c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE %s AND c.relpersistence = 'p'
        AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
      ORDER BY n.nspname, c.relname\
      """;

  /** Partitions are tables of their own, and the partitioned table holds nothing. */
  private static final String PARTITIONS = "c.relkind = 'r'";

  /** The partitioned table stands for its partitions. */
  private static final String ROOTS = "c.relkind IN ('r', 'p') AND NOT c.relispartition";

  private final Connection connection;
  private final Selection selection;
  private @Nullable Published published;
  private final Types types;
  private final Forms forms;

  private final Constants constants;

  /** A transaction holds a lock on its own number until others see what it did. */
  private static final String UNDER_WAY =
      "SELECT 1 FROM pg_locks WHERE locktype = 'transactionid' AND transactionid = ?::text::xid AND"
          + " granted";

  private static final int MOST_LOOKS = 400;
  private static final long LOOK_NANOS = 5_000_000;

  public Catalog(Connection connection, Selection selection) {
    this.connection = connection;
    this.selection = selection;
    this.types = new Types(connection);
    this.forms = new Forms(connection);
    this.constants = new Constants(connection);
  }

  /** As it is when it is asked for first: it does not change under a reader without a warning. */
  private Published published() throws SQLException {
    Published known = published;
    if (known == null) {
      known = Published.of(connection, selection.publication(), selection.viaRoot());
      published = known;
    }
    return known;
  }

  /** The tables that the filters select, by name. */
  public Map<TableId, Integer> tables() throws SQLException {
    Map<TableId, Integer> tables = new LinkedHashMap<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                TABLES.formatted(published().viaRoot() ? ROOTS : PARTITIONS));
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        TableId id = new TableId(rows.getString(2), rows.getString(3));
        if (selection.includes(id.schema(), id.table())) {
          tables.put(id, (int) rows.getLong(1));
        }
      }
    }
    return tables;
  }

  /** Whether there is a table of that name, selected or not. */
  public boolean exists(TableId table) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      query.setString(1, table.sql());
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** Whether the next {@link #table} of this number needs no question about its columns. */
  public boolean foresees(int table) {
    return forms.has(table);
  }

  /**
   * Asks for the forms of tables of which each will be asked for soon, in one question, and forgets
   * those that were foreseen before. For a transaction that sees one moment: elsewhere a table may
   * change in between.
   */
  public void foresee(Collection<Integer> tables) throws SQLException {
    forms.foresee(tables, published().generated());
  }

  /** The table's present form. */
  public Table table(TableId id, int oid) throws SQLException {
    Form form = forms.take(oid, published().generated());
    List<String> primary = form.identity();
    List<Column> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Map<Integer, String> defaults = new LinkedHashMap<>();
    for (Attribute each : form.columns()) {
      names.add(each.name());
      if (isRead(id, each.name(), primary)) {
        String expression = each.defaultExpression();
        Column column =
            column(each.name(), each.type(), each.typmod(), !each.notNull())
                .withDeclared(declared(each.typeName(), expression), each.comment());
        String constant = expression == null ? null : Defaults.constant(column.type(), expression);
        if (constant != null) {
          defaults.put(columns.size(), "(" + constant + ")::" + each.written());
        }
        columns.add(column);
      }
    }
    constants.learn(defaults.values());
    defaults.forEach(
        (column, expression) ->
            columns.set(column, columns.get(column).withDefault(constants.of(expression))));
    return new Table(id, oid, isPartitioned(oid), columns, primary, key(id, names, primary));
  }

  /**
   * The columns that make the key.
   *
   * @param names all columns of the table
   * @param primary the primary key
   */
  public List<String> key(TableId id, List<String> names, List<String> primary) {
    List<String> custom = selection.key(id.schema(), id.table(), names);
    return custom.isEmpty() ? primary : custom;
  }

  /** Whether a column's values are needed: it is captured, part of the key or tells rows apart. */
  public boolean isRead(TableId id, String column, List<String> primary) {
    return selection.includes(id.schema(), id.table(), column)
        || primary.contains(column)
        || !selection.key(id.schema(), id.table(), List.of(column)).isEmpty();
  }

  /** As the driver has it, and by it Debezium. */
  private static String declared(String type, @Nullable String defaultExpression) {
    if (defaultExpression == null || !defaultExpression.contains("nextval(")) {
      return type;
    }
    return switch (type) {
      case "int2" -> "smallserial";
      case "int4" -> "serial";
      case "int8" -> "bigserial";
      default -> type;
    };
  }

  /** A column of a form of the table that the catalog no longer knows. */
  public Column column(String name, int typeOid, int typmod, boolean optional) throws SQLException {
    Resolved resolved = types.resolve(typeOid);
    return new Column(
        name,
        resolved.type(),
        resolved.typmod() >= 0 ? resolved.typmod() : typmod,
        optional,
        null,
        resolved.type().name(),
        null);
  }

  /**
   * Waits until what a transaction did is seen by others: the stream can be ahead of that by
   * moments, as a commit is sent when it is in the log. Gives up after a while, as one that waits
   * for a synchronous standby is seen by nobody for as long as that takes.
   */
  public void awaitVisible(long txId) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(UNDER_WAY)) {
      query.setString(1, Long.toString(txId));
      for (int i = 0; i < MOST_LOOKS; i++) {
        try (ResultSet rows = query.executeQuery()) {
          if (!rows.next()) {
            return;
          }
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  /** Asks the server anew for every type. */
  public void forgetTypes() {
    types.forget();
    constants.forget();
  }

  private boolean isPartitioned(int oid) throws SQLException {
    if (!published().viaRoot()) {
      return false;
    }
    try (PreparedStatement query =
        connection.prepareStatement("SELECT relkind = 'p' FROM pg_class WHERE oid = ?::oid")) {
      query.setLong(1, oid & 0xFFFF_FFFFL);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
