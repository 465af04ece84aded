package io.sluice.connector.table.write;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.record.ColumnNames;
import io.sluice.connector.table.record.KeyColumns;
import io.sluice.connector.table.record.RowField;
import io.sluice.connector.table.target.NameRules;
import io.sluice.connector.table.target.Table;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.SchemaTypes;
import io.sluice.connector.table.value.ValueReaders;
import io.sluice.connector.table.value.WiderType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes tables follow the schemas of the records: creates them, adds columns, widens types, lets
 * columns be null. Never drops or narrows anything. Everything happens in the open transaction, so
 * that a crash leaves the table either as it was or with the rows that needed the change.
 */
final class TableEvolution {
  private static final Logger LOG = LoggerFactory.getLogger(TableEvolution.class);

  private final Target target;
  private final Table.Name name;
  private final ColumnNames names;
  private final NameRules rules;
  private final boolean create;
  private final boolean evolve;
  private final boolean keyed;

  /**
   * What came of it.
   *
   * @param table able to hold rows of the schema, as far as the settings allow
   * @param key with the columns of this table
   * @param fields of the row with the columns that take them; none for a delete
   */
  record Followed(Table table, KeyColumns key, List<RowField> fields) {}

  TableEvolution(Target target, TableSinkConfig config, Table.Name name, NameRules rules) {
    this.target = target;
    this.name = name;
    this.rules = rules;
    names = new ColumnNames(config.names(), rules, name);
    this.create = config.autoCreate();
    this.evolve = config.autoEvolve();
    this.keyed = config.mode() == TableSinkConfig.Mode.UPSERT;
  }

  /**
   * Makes the table follow a schema.
   *
   * @param current the table as it is known; null at first sight
   * @param keyOfRecords with the record's own names
   * @param row schema; null if only the key is known, from a delete
   * @throws DataException if the table cannot follow
   * @throws ConnectException if the table does not exist and may not be created
   */
  Followed follow(@Nullable Table current, KeyColumns keyOfRecords, @Nullable Schema row)
      throws SQLException {
    List<RowField> fields = names.of(keyOfRecords, row);
    KeyColumns key = names.of(keyOfRecords);
    Table table = current;
    if (table == null) {
      table = target.describe(name).orElse(null);
    }
    if (table != null && !rules.columnCaseMatters()) {
      Table there = table;
      fields = fields.stream().map(field -> field.in(spelled(there, field.column()))).toList();
      List<String> spelled = key.names().stream().map(column -> spelled(there, column)).toList();
      key = new KeyColumns(spelled, key.fields(), key.schemas(), key.inKey());
    }
    List<String> identity = keyed ? key.names() : List.of();
    Set<String> keyNames = Set.copyOf(identity);
    Map<String, Schema> wanted = wanted(key, fields);
    if (table == null) {
      if (!create) {
        throw new ConnectException(
            "table "
                + name
                + " does not exist. Create it, or set "
                + TableSinkConfig.AUTO_CREATE
                + "=true.");
      }
      Table made = target.create(new Table(name, columns(wanted, keyNames), identity));
      return new Followed(made, key, fields);
    }
    table = table.withKey(identity);
    return new Followed(
        evolve ? evolved(table, wanted, keyNames, row != null) : table, key, fields);
  }

  /** The column as the table spells it, where the database minds no upper and lower case. */
  private String spelled(Table table, String column) {
    if (table.indexOf(column) >= 0) {
      return column;
    }
    String identity = rules.columnIdentity(column);
    return table.columns().stream()
        .map(Table.Column::name)
        .filter(there -> rules.columnIdentity(there).equals(identity))
        .findFirst()
        .orElse(column);
  }

  /**
   * The columns in the row's order, a key column that is not in the row in front; where the key has
   * the value, its schema counts.
   */
  private static Map<String, Schema> wanted(KeyColumns key, List<RowField> fields) {
    Map<String, Schema> ofKey = new LinkedHashMap<>();
    for (int i = 0; i < key.names().size(); i++) {
      ofKey.put(key.names().get(i), key.schemas().get(i));
    }
    Set<String> inRow = fields.stream().map(RowField::column).collect(Collectors.toSet());
    Map<String, Schema> wanted = new LinkedHashMap<>();
    ofKey.forEach(
        (column, schema) -> {
          if (!inRow.contains(column)) {
            wanted.put(column, schema);
          }
        });
    for (RowField field : fields) {
      Schema schema = key.inKey() ? ofKey.get(field.column()) : null;
      wanted.put(field.column(), schema == null ? field.schema() : schema);
    }
    return wanted;
  }

  private List<Table.Column> columns(Map<String, Schema> wanted, Set<String> keyNames) {
    List<Table.Column> columns = new ArrayList<>(wanted.size());
    for (Map.Entry<String, Schema> entry : wanted.entrySet()) {
      Schema schema = entry.getValue();
      boolean nullable = schema.isOptional() && !keyNames.contains(entry.getKey());
      columns.add(
          new Table.Column(entry.getKey(), target.closest(SchemaTypes.typeOf(schema)), nullable));
    }
    return columns;
  }

  private Table evolved(
      Table known, Map<String, Schema> wanted, Set<String> keyNames, boolean wholeRow)
      throws SQLException {
    Table table = known;
    List<Table.Column> missing = new ArrayList<>();
    for (Table.Column column : columns(wanted, keyNames)) {
      int index = table.indexOf(column.name());
      if (index < 0) {
        missing.add(column.relaxed());
        continue;
      }
      Table.Column there = table.columns().get(index);
      Table.Column changed = widened(table, there, column);
      if (column.nullable() && !changed.nullable()) {
        sayRelaxed(table, column, "may be without a value in the records");
        changed = changed.relaxed();
      }
      if (!changed.equals(there)) {
        table = target.alter(table, changed);
      }
    }
    if (wholeRow) {
      // A column that the source dropped keeps its values and is empty in new rows.
      for (Table.Column column : table.columns()) {
        if (!column.nullable() && !wanted.containsKey(column.name())) {
          sayRelaxed(table, column, "is not in the records");
          table = target.alter(table, column.relaxed());
        }
      }
    }
    return missing.isEmpty() ? table : target.addColumns(table, missing);
  }

  /** The table may be the user's own, who meant it. */
  private static void sayRelaxed(Table table, Table.Column column, String reason) {
    LOG.warn(
        "Column '{}' of table {} is no longer NOT NULL, as it {}. To keep it so and refuse such"
            + " rows, set {}=false and make it NOT NULL again",
        column.name(),
        table.name(),
        reason,
        TableSinkConfig.AUTO_EVOLVE);
  }

  private Table.Column widened(Table table, Table.Column there, Table.Column wanted) {
    if (there.type().equals(wanted.type())
        || ValueReaders.convertible(wanted.type(), there.type())
            && !WiderType.narrower(there.type(), wanted.type())) {
      return there;
    }
    ColumnType wider =
        WiderType.of(there.type(), wanted.type())
            .map(target::closest)
            .orElseThrow(
                () ->
                    new DataException(
                        "column '"
                            + there.name()
                            + "' of table "
                            + table.name()
                            + " has type "
                            + there.type()
                            + " and records now bring "
                            + wanted.type()
                            + ". No type holds both: convert the column or the records."));
    return there.withType(wider);
  }

  /** The table with one column made text, for a value that nothing narrower holds. */
  Table asText(Table table, int position, DataException reason) throws SQLException {
    Table.Column column = table.columns().get(position);
    if (!evolve || column.type().kind() != ColumnType.Kind.DECIMAL) {
      throw new DataException(
          "column '" + column.name() + "' of table " + table.name() + ": " + reason.getMessage(),
          reason);
    }
    ColumnType wider = target.closest(ColumnType.NUMERIC);
    boolean numeric = wider.unboundedDecimal();
    return target.alter(table, column.withType(numeric ? wider : ColumnType.TEXT));
  }
}
