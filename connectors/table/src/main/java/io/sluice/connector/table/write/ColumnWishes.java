package io.sluice.connector.table.write;

import io.sluice.connector.table.record.AddedColumns;
import io.sluice.connector.table.record.KeyColumns;
import io.sluice.connector.table.record.RowField;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.NameRules;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.SchemaTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;

/**
 * The columns that records of a schema want of a table, with the types that the database has for
 * them. Used by one thread.
 */
final class ColumnWishes {
  private final Catalog catalog;
  private final NameRules rules;
  private final AddedColumns beside;

  /**
   * For one database.
   *
   * @param beside the columns that are added to those of the records
   */
  ColumnWishes(Catalog catalog, NameRules rules, AddedColumns beside) {
    this.catalog = catalog;
    this.rules = rules;
    this.beside = beside;
  }

  /** The field in the column as the table spells it. */
  RowField spelledAsIn(Table table, RowField field) {
    return field.in(spelled(table, field.column()));
  }

  /** The key with the columns as the table spells them. */
  KeyColumns spelledAsIn(Table table, KeyColumns key) {
    List<String> spelled = key.names().stream().map(column -> spelled(table, column)).toList();
    return new KeyColumns(spelled, key.fields(), key.schemas(), key.inKey());
  }

  /** The column as the table spells it, where the database minds no upper and lower case. */
  private String spelled(Table table, String column) {
    if (table.indexOf(column) >= 0) {
      return column;
    }
    String identity = rules.columnIdentity(column);
    return Stream.concat(table.columns().stream(), table.others().stream())
        .map(Table.Column::name)
        .filter(there -> rules.columnIdentity(there).equals(identity))
        .findFirst()
        .orElse(column);
  }

  /**
   * All columns, those that are added among them.
   *
   * @param fields of the row with the columns that take them
   * @param identity the columns of the table's key
   */
  List<Wanted> columns(KeyColumns key, List<RowField> fields, Set<String> identity) {
    Map<String, Schema> schemas = schemas(key, fields);
    schemas.putAll(beside.schemas());
    Set<String> needed = new HashSet<>(key.names());
    needed.addAll(beside.schemas().keySet()); // No row goes without them.
    List<Wanted> columns = new ArrayList<>(schemas.size());
    schemas.forEach(
        (column, schema) -> {
          ColumnType given = SchemaTypes.typeOf(schema);
          ColumnType type = catalog.closest(given);
          boolean optional = schema.isOptional() || beside.allowsEmptyRows();
          boolean nullable = optional && !identity.contains(column);
          columns.add(
              new Wanted(
                  new Table.Column(column, type, nullable),
                  given,
                  schema.doc(),
                  needed.contains(column)));
        });
    return columns;
  }

  /**
   * The columns in the row's order, a key column that is not in the row in front; where the key has
   * the value, its schema counts.
   */
  private static Map<String, Schema> schemas(KeyColumns key, List<RowField> fields) {
    Map<String, Schema> ofKey = new LinkedHashMap<>();
    for (int i = 0; i < key.names().size(); i++) {
      ofKey.put(key.names().get(i), key.schemas().get(i));
    }
    Set<String> inRow = fields.stream().map(RowField::column).collect(Collectors.toSet());
    Map<String, Schema> schemas = new LinkedHashMap<>();
    ofKey.forEach(
        (column, schema) -> {
          if (!inRow.contains(column)) {
            schemas.put(column, schema);
          }
        });
    for (RowField field : fields) {
      Schema schema = key.inKey() ? ofKey.get(field.column()) : null;
      schemas.put(field.column(), schema == null ? field.schema() : schema);
    }
    return schemas;
  }
}
