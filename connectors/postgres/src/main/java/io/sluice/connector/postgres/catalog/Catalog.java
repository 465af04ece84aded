package io.sluice.connector.postgres.catalog;

import io.sluice.connector.postgres.config.Selection;
import io.sluice.connector.postgres.value.Binary;
import io.sluice.connector.postgres.value.PgType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

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

  /** A domain can forbid NULL. Debezium's schemas have no defaults of columns of domains. */
  private static final String COLUMNS =
      """
      SELECT a.attname, a.atttypid::int8, a.atttypmod, a.attnotnull OR t.typtype = 'd' AND t.typnotnull,
        CASE WHEN a.attgenerated = '' AND t.typtype <> 'd' THEN pg_get_expr(d.adbin, d.adrelid) END,
        format_type(a.atttypid, a.atttypmod),
        t.typname, col_description(a.attrelid, a.attnum)
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
        AND (a.attgenerated = '' OR a.attgenerated = 's' AND ?)
      ORDER BY a.attnum\
      """;

  /**
   * The primary key first, else the first unique index by name, as Debezium has it, over plain NOT
   * NULL columns.
   */
  private static final String KEY =
      """
      SELECT array_agg(a.attname ORDER BY k.ord)::text[]
      FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
        CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, ord)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = ?::oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
        AND i.indexprs IS NULL AND k.ord <= i.indnkeyatts
      GROUP BY i.indexrelid, i.indisprimary, x.relname
      HAVING bool_and(a.attnotnull)
      ORDER BY i.indisprimary DESC, x.relname LIMIT 1\
      """;

  private static final String TYPE =
      """
      SELECT t.typname, t.typtype::text, t.typelem::int8, t.typbasetype::int8, t.typtypmod, t.typcategory::text,
        t.typsend <> 0,
        (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)::text[]
      FROM pg_type t WHERE t.oid = ?::oid\
      """;

  private final Connection connection;
  private final Selection selection;
  private @Nullable Published published;
  private final Map<Integer, Resolved> types = new HashMap<>();

  /** A transaction holds a lock on its own number until others see what it did. */
  private static final String UNDER_WAY =
      "SELECT 1 FROM pg_locks WHERE locktype = 'transactionid' AND transactionid = ?::text::xid AND"
          + " granted";

  private static final int MOST_LOOKS = 400;
  private static final long LOOK_NANOS = 5_000_000;

  /**
   * Amounts are whole numbers on the wire; how many of their digits stand behind the point is the
   * database's lc_monetary.
   */
  private static final String MONEY_DIGITS = "SELECT scale(0::money::numeric)";

  /**
   * A type.
   *
   * @param type domains resolved
   * @param typmod the modifier that its domain gives it, or that the database gives the type
   * @param domain the type itself when it is a domain, else null
   */
  private record Resolved(PgType type, int typmod, @Nullable PgType domain) {

    /** As an element: Debezium does not see through domains there. */
    PgType asElement() {
      return domain == null ? type : domain;
    }
  }

  public Catalog(Connection connection, Selection selection) {
    this.connection = connection;
    this.selection = selection;
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

  /** The table's present form. */
  public Table table(TableId id, int oid) throws SQLException {
    List<String> primary = primaryKey(oid);
    List<Column> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Map<Integer, String> defaults = new LinkedHashMap<>();
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setLong(1, oid & 0xFFFF_FFFFL);
      query.setBoolean(2, published().generated());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          String name = rows.getString(1);
          names.add(name);
          if (isRead(id, name, primary)) {
            String expression = rows.getString(5);
            Column column =
                column(name, (int) rows.getLong(2), rows.getInt(3), !rows.getBoolean(4))
                    .withDeclared(declared(rows.getString(7), expression), rows.getString(8));
            String constant =
                expression == null ? null : Defaults.constant(column.type(), expression);
            if (constant != null) {
              defaults.put(columns.size(), "(" + constant + ")::" + rows.getString(6));
            }
            columns.add(column);
          }
        }
      }
    }
    if (!defaults.isEmpty()) {
      List<byte[]> values = constants(defaults.values());
      int at = 0;
      for (int column : defaults.keySet()) {
        columns.set(column, columns.get(column).withDefault(values.get(at++)));
      }
    }
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

  /** Has the server turn constants into the binary form that the decoders read. */
  private List<byte[]> constants(Collection<String> expressions) throws SQLException {
    CopyOut copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut(
                "COPY (SELECT " + String.join(", ", expressions) + ") TO STDOUT (FORMAT binary)");
    List<byte[]> values = new ArrayList<>();
    byte[] row = copy.readFromCopy();
    int at = 19 + 2; // the format's header, and the count of columns
    for (int i = 0; i < expressions.size(); i++) {
      int length = Binary.int32(row, at);
      values.add(Arrays.copyOfRange(row, at + 4, at + 4 + length));
      at += 4 + length;
    }
    while (row != null) {
      row = copy.readFromCopy();
    }
    return values;
  }

  /** A column of a form of the table that the catalog no longer knows. */
  public Column column(String name, int typeOid, int typmod, boolean optional) throws SQLException {
    Resolved resolved = resolve(typeOid);
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
    types.clear();
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

  /** The primary key, or the columns of a unique index without NULLs; empty for none. */
  private List<String> primaryKey(int oid) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(KEY)) {
      query.setLong(1, oid & 0xFFFF_FFFFL);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? List.of((String[]) rows.getArray(1).getArray()) : List.of();
      }
    }
  }

  private Resolved resolve(int oid) throws SQLException {
    Resolved known = types.get(oid);
    if (known == null) {
      known =
          query(oid)
              .orElse(
                  new Resolved(
                      new PgType(oid, "type " + oid, 'b', null, List.of(), false), -1, null));
      types.put(oid, known);
    }
    return known;
  }

  private Optional<Resolved> query(int oid) throws SQLException {
    String name;
    String kind;
    int element;
    int base;
    int typmod;
    boolean array;
    boolean sends;
    List<String> labels;
    try (PreparedStatement query = connection.prepareStatement(TYPE)) {
      query.setLong(1, oid & 0xFFFF_FFFFL);
      try (ResultSet rows = query.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        name = rows.getString(1);
        kind = rows.getString(2);
        element = (int) rows.getLong(3);
        base = (int) rows.getLong(4);
        typmod = rows.getInt(5);
        array = "A".equals(rows.getString(6));
        sends = rows.getBoolean(7);
        java.sql.Array found = rows.getArray(8);
        labels = found == null ? List.of() : List.of((String[]) found.getArray());
      }
    }
    if ("d".equals(kind)) {
      Resolved under = resolve(base);
      PgType domain = new PgType(oid, name, 'd', null, List.of(), under.type().sendsBinary());
      return Optional.of(new Resolved(under.type(), typmod >= 0 ? typmod : under.typmod(), domain));
    }
    @Nullable PgType elementType = array && element != 0 ? resolve(element).asElement() : null;
    PgType type = new PgType(oid, name, kind.charAt(0), elementType, labels, sends);
    return Optional.of(new Resolved(type, "money".equals(name) ? moneyDigits() : -1, null));
  }

  private int moneyDigits() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(MONEY_DIGITS);
        ResultSet rows = query.executeQuery()) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
