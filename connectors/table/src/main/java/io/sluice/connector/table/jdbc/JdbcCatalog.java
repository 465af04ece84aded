package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredSchemas;
import io.sluice.connector.table.target.Journal;
import io.sluice.connector.table.target.SqlCatalog;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.value.DecimalText;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Tables of a database that has no dialect. A change of one may end the open transaction; nobody
 * else of this sink makes one, since it has one task, and standard SQL has no lock against others.
 */
final class JdbcCatalog extends SqlCatalog {
  private final Connection connection;
  private final boolean ddlCommits;
  private final JdbcTables tables;
  private final Journal journal;
  private final JdbcLoads loads;

  /** Whether the driver has answered so far when it was asked what tables refer to. */
  private boolean tellsReferences = true;

  /**
   * The tables that one connection sees.
   *
   * @param tables of the same connection
   * @param journal of the connection's open transaction
   * @param loads of the same tables
   */
  JdbcCatalog(
      Connection connection,
      JdbcDatabase database,
      JdbcTables tables,
      StoredSchemas schemas,
      Journal journal,
      JdbcLoads loads) {
    super(schemas, tables.types().rules());
    this.connection = connection;
    this.journal = journal;
    this.loads = loads;
    ddlCommits = database.ddlCommits();
    this.tables = tables;
  }

  @Override
  protected Connection connection() {
    return connection;
  }

  @Override
  protected void make(Journal.Deed deed) throws SQLException {
    deed.make();
    journal.add(List.of(), deed);
  }

  /**
   * Makes a table of the sink's own and commits. It is looked for first: not every database can be
   * told so in the statement that creates.
   */
  void createOwn(Table own) throws SQLException {
    if (tables.columns(own.name()).isEmpty()) {
      try {
        tables.create(own);
      } catch (SQLException e) {
        connection.rollback();
        if (tables.columns(own.name()).isEmpty()) { // Another pipeline was not faster.
          throw e;
        }
      }
    }
    connection.commit();
  }

  @Override
  public Optional<Table> describe(Table.Name name) throws SQLException {
    List<Table.Column> columns = tables.columns(name);
    return columns.isEmpty() ? Optional.empty() : Optional.of(new Table(name, columns, List.of()));
  }

  @Override
  public Table create(Table wanted) throws SQLException {
    change(wanted.name(), () -> tables.create(wanted));
    return now(wanted);
  }

  @Override
  public Table addColumns(Table table, List<Table.Column> added) throws SQLException {
    Table there = now(table);
    for (Table.Column column : added) {
      if (there.indexOf(column.name()) < 0) {
        change(table.name(), () -> tables.addColumn(table.name(), column));
      }
    }
    return now(table);
  }

  @Override
  public Table alter(Table table, Table.Column changed) throws SQLException {
    Table.Column current = table.columns().get(table.indexOf(changed.name()));
    if (!current.type().equals(changed.type())) {
      if (ddlCommits
          && table.key().contains(changed.name())
          && DecimalText.becomes(current.type(), changed.type())) {
        throw new DataException(
            "column '"
                + changed.name()
                + "' of table "
                + table.name()
                + " is part of the key and is to become text. Its decimals would have to become the"
                + " texts of later rows at once, and this database changes tables outside of"
                + " transactions. Convert the column or the records.");
      }
      change(table.name(), () -> tables.retype(table, current.type(), changed));
    }
    if (changed.nullable() && !current.nullable()) {
      change(table.name(), () -> tables.dropNotNull(table.name(), changed));
    }
    return now(table);
  }

  @Override
  public Table dropColumns(Table table, Collection<String> columns) throws SQLException {
    if (ddlCommits) {
      throw new ConnectException(
          "table "
              + table.name()
              + ": columns are not dropped in a database that changes tables outside of"
              + " transactions, since rows that are not committed may still have them. Leave"
              + " columns of dropped fields, or drop them by hand.");
    }
    Table there = now(table);
    for (String column : columns) {
      if (there.indexOf(column) >= 0) {
        change(table.name(), () -> tables.dropColumn(table.name(), column));
      }
    }
    return now(table);
  }

  /**
   * Changes a table. Where that ends the transaction, it is undone before and done again after it:
   * rows are never there without their offsets, and a table may be there without its rows.
   */
  private void change(Table.Name table, Journal.Deed altering) throws SQLException {
    Journal.Deed change =
        () -> {
          loads.forgetAll();
          altering.make();
        };
    if (ddlCommits) {
      journal.repeatAfter(
          table,
          connection::rollback,
          () -> {
            change.make();
            connection.commit();
          });
    } else {
      make(change);
    }
  }

  /** Standard SQL has no such words. */
  @Override
  public void comment(Table table, @Nullable String ofTable, Map<String, String> ofColumns) {}

  /** No row and no transaction is lost for an answer that only messages are the richer for. */
  @Override
  public List<Table.Name> references(Table.Name table) throws SQLException {
    if (!tellsReferences) {
      return List.of();
    }
    try {
      return tables.references(table);
    } catch (SQLFeatureNotSupportedException e) {
      tellsReferences = false; // The database was not asked.
    } catch (SQLException e) {
      if (JdbcTrouble.of(e).trouble() == Target.Trouble.TRANSIENT) {
        throw e;
      }
      tellsReferences = false;
      loads.forgetAll();
      // What it refuses may have taken the whole transaction with it.
      journal.repeatAfter(table, connection::rollback, () -> {});
    }
    return List.of();
  }
}
