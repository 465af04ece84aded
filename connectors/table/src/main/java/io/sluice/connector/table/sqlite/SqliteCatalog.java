package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredSchemas;
import io.sluice.connector.table.target.Journal;
import io.sluice.connector.table.target.KeyBuilder;
import io.sluice.connector.table.target.SqlCatalog;
import io.sluice.connector.table.target.TypeRules;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Tables of a SQLite file. All changes are part of the open transaction. */
final class SqliteCatalog extends SqlCatalog {
  private final Connection connection;
  private final SqliteTransaction transaction;

  SqliteCatalog(Connection connection, StoredSchemas schemas, SqliteTransaction transaction) {
    super(schemas, new TypeRules(SqliteTypes::closest, SqliteTypes.LIMITS));
    this.connection = connection;
    this.transaction = transaction;
  }

  @Override
  protected Connection connection() {
    return connection;
  }

  @Override
  protected void make(Journal.Deed deed) throws SQLException {
    transaction.begin();
    deed.make();
  }

  /** Changes a table, of which prepared statements know the columns. */
  private void change(Table.Name name, Journal.Deed change) throws SQLException {
    transaction.forget(name);
    make(change);
  }

  @Override
  public Optional<Table> describe(Table.Name name) throws SQLException {
    requireNoSchema(name);
    List<Table.Column> columns = SqliteTables.columns(connection, name);
    return columns.isEmpty() ? Optional.empty() : Optional.of(new Table(name, columns, List.of()));
  }

  /** Looked at with the lock of the one writer, which another pipeline may have had just now. */
  @Override
  public Optional<Table> describeToChange(Table.Name name) throws SQLException {
    transaction.begin();
    return describe(name);
  }

  private static void requireNoSchema(Table.Name name) {
    if (!name.schema().isEmpty()) {
      throw new ConnectException(
          "table "
              + name
              + ": a SQLite file has no schemas. Set "
              + TableSinkConfig.TABLE_NAME_FORMAT
              + " to a name without a dot, such as ${schema}_${table}.");
    }
  }

  @Override
  public Table create(Table wanted) throws SQLException {
    transaction.begin();
    // Where somebody else was first it is for them to say what becomes of the key.
    boolean later =
        wanted.keyPending()
            && SqliteKeyBuild.isPossible(wanted)
            && describe(wanted.name()).isEmpty();
    Table made = wanted.withKeyPending(later);
    make(() -> SqliteTables.create(connection, later ? made.withKey(List.of()) : made));
    return now(made);
  }

  @Override
  public Optional<KeyBuilder> keys() {
    return Optional.of(new SqliteKeys(connection, transaction, this));
  }

  @Override
  public Table addColumns(Table table, List<Table.Column> added) throws SQLException {
    change(table.name(), () -> SqliteTables.addColumns(connection, table.name(), added));
    return now(table);
  }

  @Override
  public Table alter(Table table, Table.Column changed) throws SQLException {
    Table.Column current = table.columns().get(table.indexOf(changed.name()));
    change(
        table.name(),
        () -> {
          if (!current.type().equals(changed.type())) {
            SqliteTables.retype(connection, table.name(), changed);
          }
          if (changed.nullable() && !current.nullable()) {
            SqliteTables.dropNotNull(connection, table.name(), changed.name());
          }
        });
    return now(table);
  }

  @Override
  public Table dropColumns(Table table, Collection<String> columns) throws SQLException {
    change(table.name(), () -> SqliteTables.dropColumns(connection, table.name(), columns));
    return now(table);
  }

  /** SQLite keeps no such words. */
  @Override
  public void comment(Table table, @Nullable String ofTable, Map<String, String> ofColumns) {}

  @Override
  public List<Table.Name> references(Table.Name table) throws SQLException {
    String sql =
        "SELECT DISTINCT '', \"table\" FROM pragma_foreign_key_list(?)"
            + " WHERE (SELECT foreign_keys FROM pragma_foreign_keys) ORDER BY 2";
    try (PreparedStatement query = connection().prepareStatement(sql)) {
      query.setString(1, table.table());
      return Sql.tables(query);
    }
  }
}
