package io.sluice.connector.table.postgres;

import io.sluice.connector.table.sql.ExactKey;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredSchemas;
import io.sluice.connector.table.target.KeyBuilder;
import io.sluice.connector.table.target.SqlCatalog;
import io.sluice.connector.table.target.TypeRules;
import io.sluice.connector.table.value.DecimalText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tables of PostgreSQL, by its catalog. All changes are part of the open transaction. */
final class PostgresCatalog extends SqlCatalog {
  /**
   * A tenth of each page is left free: a row that is updated finds room beside itself then, so that
   * no index learns of it.
   */
  private static final String ROOM_FOR_UPDATES = " WITH (fillfactor = 90)";

  private final Connection connection;

  PostgresCatalog(Connection connection, StoredSchemas schemas) {
    super(schemas, new TypeRules(PostgresTypes::closest, PostgresTypes.LIMITS));
    this.connection = connection;
  }

  @Override
  protected Connection connection() {
    return connection;
  }

  /** Two tasks that create the same table at once would fail in the catalog: one waits here. */
  void lockSchemaChanges() throws SQLException {
    Sql.execute(connection, "SELECT pg_advisory_xact_lock(hashtext('io.sluice.connector.table'))");
  }

  @Override
  public Optional<Table> describe(Table.Name name) throws SQLException {
    // A domain over a text of limited length is that text: a cast to the domain would cut it. One
    // over numbers or times of limited digits stays what it is, and would round.
    String limited =
        "WITH RECURSIVE base AS (SELECT t.typbasetype, t.typtypmod FROM pg_type t"
            + " WHERE t.oid = a.atttypid AND t.typtype = 'd' UNION ALL"
            + " SELECT t.typbasetype, t.typtypmod FROM base b"
            + " JOIN pg_type t ON t.oid = b.typbasetype AND t.typtype = 'd')"
            + " SELECT CASE WHEN typbasetype IN ('varchar'::regtype, 'bpchar'::regtype)"
            + " THEN format_type(typbasetype, typtypmod) ELSE '"
            + PostgresTypes.DOMAIN
            + "' || format_type(a.atttypid, a.atttypmod) || '"
            + PostgresTypes.OVER
            + "' || format_type(typbasetype, typtypmod) END FROM base WHERE typtypmod <> -1"
            + " AND typbasetype IN ('varchar'::regtype, 'bpchar'::regtype, 'numeric'::regtype,"
            + " 'time'::regtype, 'timetz'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype,"
            + " 'interval'::regtype)";
    String sql =
        "SELECT a.attname, coalesce(("
            + limited
            + "), format_type(a.atttypid, a.atttypmod)), NOT a.attnotnull,"
            // A domain may have a default as well.
            + " a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL,"
            + " a.attgenerated <> '' FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
            + " WHERE a.attrelid = to_regclass(?) AND a.attnum > 0"
            + " AND NOT a.attisdropped ORDER BY a.attnum";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, Sql.quote(name));
      List<Table.Column> columns = Sql.columns(query, PostgresTypes::parse);
      return columns.isEmpty()
          ? Optional.empty()
          : Optional.of(new Table(name, columns, primaryKey(name)));
    }
  }

  private List<String> primaryKey(Table.Name name) throws SQLException {
    String sql =
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
            + " AND a.attnum = ANY(i.indkey) WHERE i.indrelid = to_regclass(?) AND i.indisprimary";
    List<String> key = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, Sql.quote(name));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          key.add(rows.getString(1));
        }
      }
    }
    return key;
  }

  @Override
  public Optional<Table> describeToChange(Table.Name name) throws SQLException {
    lockSchemaChanges();
    return describe(name);
  }

  /**
   * Whether the server itself keeps the key unique, row by row, so that it can say what conflicts.
   * A constraint that may be deferred cannot say so, nor can another one of the same columns beside
   * it.
   */
  boolean unique(Table table) throws SQLException {
    String sql =
        "SELECT (SELECT array_agg(a.attname::text) FROM pg_attribute a"
            + " WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey[0:i.indnkeyatts - 1])),"
            + " i.indimmediate FROM pg_index i WHERE i.indrelid = to_regclass(?) AND i.indisunique"
            + " AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL";
    Set<String> key = Set.copyOf(table.key());
    boolean unique = false;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, Sql.quote(table.name()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          if (Set.of((Object[]) rows.getArray(1).getArray()).equals(key)) {
            if (!rows.getBoolean(2)) {
              return false;
            }
            unique = true;
          }
        }
      }
    }
    return unique;
  }

  /** Refuses key columns whose type or collation takes different texts for one. */
  void requireExactKey(Table table) throws SQLException {
    // What a domain is made of compares, however many domains deep.
    String sql =
        "WITH RECURSIVE kinds AS (SELECT a.attname, a.atttypid AS kind, a.attcollation"
            + " FROM pg_attribute a WHERE a.attrelid = to_regclass(?) AND a.attnum > 0"
            + " UNION ALL SELECT k.attname, t.typbasetype, k.attcollation FROM kinds k"
            + " JOIN pg_type t ON t.oid = k.kind WHERE t.typtype = 'd')"
            + " SELECT k.attname FROM kinds k JOIN pg_type t ON t.oid = k.kind"
            + " LEFT JOIN pg_collation c ON c.oid = k.attcollation"
            + " WHERE t.typname IN ('citext', 'bpchar') OR NOT c.collisdeterministic";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, Sql.quote(table.name()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          if (table.key().contains(rows.getString(1))) {
            throw ExactKey.refusal(table, rows.getString(1));
          }
        }
      }
    }
  }

  @Override
  public Table create(Table wanted) throws SQLException {
    lockSchemaChanges();
    if (!wanted.name().schema().isEmpty()) {
      Sql.execute(connection, "CREATE SCHEMA IF NOT EXISTS " + Sql.quote(wanted.name().schema()));
    }
    if (wanted.keyPending() && describe(wanted.name()).isPresent()) {
      // Another task was first, and it is for it to say what becomes of the key.
      return now(wanted.withKeyPending(false));
    }
    String columns = Sql.definitions(wanted.columns(), PostgresTypes::name);
    List<String> key = wanted.keyPending() ? List.of() : wanted.key();
    Sql.execute(
        connection,
        "CREATE TABLE IF NOT EXISTS "
            + Sql.quote(wanted.name())
            + " ("
            + columns
            + Sql.primaryKey(key)
            + ")"
            + (wanted.key().isEmpty() ? "" : ROOM_FOR_UPDATES));
    return now(wanted);
  }

  @Override
  public Optional<KeyBuilder> keys() {
    return Optional.of(new PostgresKeys(connection, this));
  }

  @Override
  public Table addColumns(Table table, List<Table.Column> added) throws SQLException {
    lockSchemaChanges();
    Sql.execute(
        connection,
        Sql.alter(table.name())
            + Sql.list(
                added,
                column ->
                    "ADD COLUMN IF NOT EXISTS "
                        + Sql.quote(column.name())
                        + " "
                        + PostgresTypes.name(column.type())));
    return now(table);
  }

  @Override
  public Table alter(Table table, Table.Column changed) throws SQLException {
    lockSchemaChanges();
    Table.Column current = table.columns().get(table.indexOf(changed.name()));
    String alter = Sql.alter(table.name()) + "ALTER COLUMN " + Sql.quote(changed.name());
    if (!current.type().equals(changed.type())) {
      String type = PostgresTypes.name(changed.type());
      String cast = Sql.quote(changed.name()) + "::" + type;
      Sql.execute(
          connection,
          alter
              + " TYPE "
              + type
              + " USING "
              + (DecimalText.becomes(current.type(), changed.type())
                  ? DecimalText.sql(cast)
                  : cast));
    }
    if (changed.nullable() && !current.nullable()) {
      Sql.execute(connection, alter + " DROP NOT NULL");
    }
    return now(table);
  }

  @Override
  public Table dropColumns(Table table, Collection<String> columns) throws SQLException {
    lockSchemaChanges();
    Sql.execute(
        connection,
        Sql.alter(table.name())
            + Sql.list(columns, column -> "DROP COLUMN IF EXISTS " + Sql.quote(column)));
    return now(table);
  }

  @Override
  public List<Table.Name> references(Table.Name table) throws SQLException {
    String sql =
        "SELECT DISTINCT n.nspname, c.relname FROM pg_constraint k"
            + " JOIN pg_class c ON c.oid = k.confrelid JOIN pg_namespace n ON n.oid ="
            + " c.relnamespace WHERE k.contype = 'f' AND k.conrelid = to_regclass(?)"
            + " ORDER BY 1, 2";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, Sql.quote(table));
      return Sql.tables(query);
    }
  }
}
