package io.sluice.connector.table.write;

import io.sluice.connector.table.config.NameSettings;
import io.sluice.connector.table.config.SchemaSettings;
import io.sluice.connector.table.config.SchemaSettings.Evolution;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.history.VersionTimes;
import io.sluice.connector.table.record.AddedColumns;
import io.sluice.connector.table.record.ColumnNames;
import io.sluice.connector.table.record.KeyColumns;
import io.sluice.connector.table.record.RowField;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.NameRules;
import io.sluice.connector.table.target.PendingKeys;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.SchemaTypes;
import io.sluice.connector.table.value.WiderType;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
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

  private final Catalog catalog;
  private final Table.Name name;
  private final ColumnNames names;
  private final NameRules rules;
  private final boolean create;
  private final AddedColumns beside;
  private final SchemaSettings settings;
  private final BroughtColumns brought;
  private final PendingKeys pending;

  /** Whether keys are built behind a commit, in transactions of their own. */
  private final boolean keysAlone;

  /** Columns of which it was said that they are left out. */
  private final Set<String> said = new HashSet<>();

  /**
   * What came of it.
   *
   * @param table able to hold rows of the schema, as far as the settings allow; with the columns to
   *     write
   * @param key with the columns of this table
   * @param fields of the row with the columns that take them; none for a delete
   */
  record Followed(Table table, KeyColumns key, List<RowField> fields) {}

  TableEvolution(
      TableSinkConfig config,
      AddedColumns beside,
      Catalog catalog,
      Table.Name name,
      NameRules rules) {
    this.catalog = catalog;
    this.name = name;
    this.rules = rules;
    names = new ColumnNames(config.names(), rules, name);
    this.create = config.autoCreate();
    this.beside = beside;
    settings = config.schemas();
    pending = new PendingKeys(catalog);
    // Where a transaction of the source is half in the open one, that cannot be committed first.
    keysAlone = !config.transactions().boundaries();
    boolean versions = beside.versions() != null;
    brought =
        new BroughtColumns(catalog, name, config.name(), settings, versions, Meaning.of(config));
  }

  /**
   * Makes the table follow a schema.
   *
   * @param current the table as it is known; null at first sight
   * @param keyOfRecords with the record's own names
   * @param row schema; null if only the key is known, from a delete
   * @param from the source's table; null if the record does not say
   * @param load whether a table that is created is filled before it has its key, if that gains
   * @throws DataException if the table cannot follow
   * @throws ConfigException if rows of another table of the source are in it that must not meet
   *     these
   * @throws ConnectException if the table does not exist and may not be created
   * @throws KeyNeededException if its key has to be built first
   */
  Followed follow(
      @Nullable Table current,
      KeyColumns keyOfRecords,
      @Nullable Schema row,
      @Nullable SourceTable from,
      boolean load)
      throws SQLException {
    List<RowField> fields = names.of(keyOfRecords, row);
    KeyColumns key = names.of(keyOfRecords);
    Table table = current;
    if (table == null || !table.others().isEmpty()) {
      table = catalog.describe(name).orElse(table);
    }
    VersionColumns versions = beside.versions();
    if (table != null && versions != null) {
      VersionTimes.require(table, versions, catalog.closest(ColumnType.TIMESTAMPTZ));
    }
    if (table != null && !rules.columnCaseMatters()) {
      Table there = table;
      fields = fields.stream().map(field -> field.in(spelled(there, field.column()))).toList();
      List<String> spelled = key.names().stream().map(column -> spelled(there, column)).toList();
      key = new KeyColumns(spelled, key.fields(), key.schemas(), key.inKey());
    }
    beside.requireFree(name, key, fields);
    List<String> identity = beside.identity(key);
    Set<String> keyNames = Set.copyOf(identity);
    Map<String, Schema> wanted = wanted(key, fields);
    wanted.putAll(beside.schemas());
    Set<String> needed = new HashSet<>(key.names());
    needed.addAll(beside.schemas().keySet()); // No row goes without them.
    List<Wanted> columns = columns(wanted, keyNames, needed);
    if (table == null) {
      if (!create) {
        throw new ConnectException(
            "table "
                + name
                + " does not exist. Create it, or set "
                + TableSinkConfig.AUTO_CREATE
                + "=true.");
      }
      List<Table.Column> all = columns.stream().map(Wanted::column).toList();
      boolean keyLater = load && catalog.keys().isPresent() && FirstLoad.gains(all, identity);
      table = catalog.create(new Table(name, all, identity).withKeyPending(keyLater));
      if (table.keyPending()) {
        brought.createdWithoutKey(table); // Also if its first record is refused below.
      }
      comment(table, row == null ? null : row.doc(), columns);
    }
    if (current == null && !table.keyPending() && brought.isKeyPending()) {
      requireKey(); // Before anything is written that has to find its row by it.
    }
    EvolutionPlan.Written written =
        new EvolutionPlan.Written(brought.writtenHere(), brought.written());
    EvolutionPlan plan = plan(table, identity, columns, row != null, written);
    table = table.withKey(identity);
    Map<String, String> refusals = new LinkedHashMap<>();
    if (!plan.isEmpty()) {
      // Planned once more on the table that nobody else changes now: what was true when the table
      // was looked at last may have been overtaken by another task.
      Table there = catalog.describeToChange(name).orElse(table);
      plan = plan(there, identity, columns, row != null, written);
      table = execute(plan, there.keyedAs(table), refusals);
      Set<String> added = plan.added().stream().map(Table.Column::name).collect(Collectors.toSet());
      comment(table, null, columns.stream().filter(c -> added.contains(c.name())).toList());
      sayMadeAnew(added);
    }
    Map<String, String> present = new LinkedHashMap<>();
    for (int i = 0; i < key.names().size(); i++) {
      present.put(key.names().get(i), key.fields().get(i));
    }
    fields.forEach(field -> present.put(field.column(), field.field().name()));
    present.keySet().removeAll(plan.discarded());
    Set<String> alongside = new LinkedHashSet<>(beside.schemas().keySet());
    alongside.addAll(plan.variants().values());
    if (row != null) {
      table = brought.brought(table, present, alongside, from);
    }
    refusals.putAll(plan.refusals());
    alongside.addAll(present.keySet());
    alongside.addAll(brought.writtenHere());
    Table known = table.writing(alongside);
    sayNeeded(known);
    return new Followed(known, key, placed(fields, plan, refusals));
  }

  /** A column that somebody renamed or dropped looks to the sink like one that is still to come. */
  private void sayMadeAnew(Set<String> added) throws SQLException {
    Set<String> before = brought.mine();
    for (String column : added) {
      if (before.contains(column)) {
        LOG.warn(
            "Column '{}' of table {} is added anew: this pipeline has written it before, and it was"
                + " dropped or renamed since. Rows that are there have no value in it. If it was"
                + " renamed: drop the new one, and name the other in {}.{}",
            column,
            name,
            NameSettings.COLUMN_RENAME,
            name);
      }
    }
  }

  /**
   * Requires that the table has its key, if it was created without it, by whichever pipeline.
   *
   * @throws KeyNeededException if it is to be built first, in a transaction of its own; else it is,
   *     in the open one
   */
  void requireKey() throws SQLException {
    if (!brought.isKeyPending()) {
      return;
    }
    if (keysAlone) {
      throw new KeyNeededException(name);
    }
    pending.complete(name);
    brought.forget();
  }

  /** The table has got its key. */
  void keyBuilt() {
    brought.forget();
  }

  /** Whether other pipelines write other columns than was known; it is known from here on. */
  boolean othersChanged() throws SQLException {
    return brought.changedSince();
  }

  /** Said when the table is seen first: each new row is going to be refused. */
  private void sayNeeded(Table table) {
    for (String column : table.needed()) {
      if (said.add(column)) {
        LOG.warn(
            "Column '{}' of table {} must have a value, has no default, and is in no record: rows"
                + " that are not there yet will be refused. Give it a default, or let it be empty",
            column,
            table.name());
      }
    }
  }

  private void comment(Table table, @Nullable String ofTable, List<Wanted> columns)
      throws SQLException {
    Map<String, String> ofColumns = new LinkedHashMap<>();
    for (Wanted column : columns) {
      String comment = column.comment();
      if (comment != null) {
        ofColumns.put(column.name(), comment);
      }
    }
    if (ofTable != null || !ofColumns.isEmpty()) {
      catalog.comment(table, ofTable, ofColumns);
    }
  }

  /** The fields in the columns that take them; without those that the table does not get. */
  private List<RowField> placed(
      List<RowField> fields, EvolutionPlan plan, Map<String, String> refusals) {
    if (plan.variants().isEmpty() && plan.discarded().isEmpty() && refusals.isEmpty()) {
      return fields;
    }
    List<RowField> placed = new ArrayList<>(fields.size());
    for (RowField field : fields) {
      String variant = plan.variants().get(field.column());
      if (plan.discarded().contains(field.column())) {
        if (said.add(field.column())) {
          LOG.warn(
              "Field '{}' is left out of table {}, which has no column for it ({}=discard)",
              field.field().name(),
              name,
              SchemaSettings.EVOLUTION);
        }
      } else {
        String refusal = refusals.get(field.column());
        RowField there = refusal == null ? field : field.refused(refusal);
        placed.add(variant == null ? there : field.beside(variant));
      }
    }
    return placed;
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

  private List<Wanted> columns(
      Map<String, Schema> wanted, Set<String> identity, Set<String> needed) {
    List<Wanted> columns = new ArrayList<>(wanted.size());
    wanted.forEach(
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

  private EvolutionPlan plan(
      Table there,
      List<String> identity,
      List<Wanted> wanted,
      boolean wholeRow,
      EvolutionPlan.Written written) {
    return new EvolutionPlan(
        there.withKey(identity),
        there.key(),
        wanted,
        wholeRow,
        written,
        settings,
        catalog::closest);
  }

  /**
   * Does what is planned.
   *
   * @param refusals gets the columns that the database does not change without changing their
   *     values
   */
  private Table execute(EvolutionPlan plan, Table current, Map<String, String> refusals)
      throws SQLException {
    Table table = current;
    for (Table.Column column : plan.changed()) {
      String reason = plan.relaxed().get(column.name());
      if (reason != null) {
        sayRelaxed(table, column, reason);
      }
      try {
        table = catalog.alter(table, column);
      } catch (DataException e) {
        if (table.key().contains(column.name())) {
          throw e;
        }
        Table.Column there = table.columns().get(table.indexOf(column.name()));
        if (column.nullable() && !there.nullable()) {
          table = catalog.alter(table, there.relaxed());
        }
        refusals.put(column.name(), notStopping(e));
      }
    }
    return plan.added().isEmpty() ? table : catalog.addColumns(table, plan.added());
  }

  private String notStopping(DataException e) {
    if (settings.incompatible() == SchemaSettings.Incompatible.STOP) {
      throw new ConfigException(
          e.getMessage() + " " + SchemaSettings.INCOMPATIBLE + "=stop ends the run here.");
    }
    return String.valueOf(e.getMessage());
  }

  /** The table may be the user's own, who meant it. */
  private static void sayRelaxed(Table table, Table.Column column, String reason) {
    LOG.warn(
        "Column '{}' of table {} is no longer NOT NULL, as it {}. To keep it so and refuse such"
            + " rows, set {}.{}=freeze and make it NOT NULL again",
        column.name(),
        table.name(),
        reason,
        SchemaSettings.EVOLUTION,
        table.name());
  }

  /** The table with one column made text, for a value that nothing narrower holds. */
  Table asText(Table table, int position, DataException reason) throws SQLException {
    Table.Column known = table.columns().get(position);
    boolean evolves = settings.evolution(name.schema(), name.table()) == Evolution.EVOLVE;
    boolean text = WiderType.of(known.type(), ColumnType.TEXT).isPresent();
    if (!evolves || !text) {
      throw new DataException(
          "column '" + known.name() + "' of table " + table.name() + ": " + reason.getMessage(),
          reason);
    }
    Table now = catalog.describeToChange(name).orElse(table).withKey(table.key());
    Table.Column column = now.columns().get(now.indexOf(known.name()));
    if (!column.equals(known)) {
      return now; // Another task was first.
    }
    String why = EvolutionPlan.notAsText(now, column, ColumnType.INT64);
    if (why != null) {
      throw new DataException(why, reason);
    }
    ColumnType numeric = catalog.closest(ColumnType.NUMERIC);
    boolean exact = column.type().kind() == ColumnType.Kind.DECIMAL && numeric.unboundedDecimal();
    return catalog.alter(now, column.withType(exact ? numeric : ColumnType.TEXT));
  }
}
