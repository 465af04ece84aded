package io.sluice.connector.table.write;

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
import io.sluice.connector.table.value.WiderType;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Makes tables follow the schemas of the records: creates them, adds columns, widens types, lets
 * columns be null. Never drops or narrows anything. Everything happens in the open transaction, so
 * that a crash leaves the table either as it was or with the rows that needed the change.
 */
final class TableEvolution {
  private final Catalog catalog;
  private final Table.Name name;
  private final ColumnNames names;
  private final NameRules rules;
  private final ColumnWishes wishes;
  private final boolean create;
  private final AddedColumns beside;
  private final SchemaSettings settings;
  private final BroughtColumns brought;
  private final PendingKeys pending;

  /** Whether keys are built behind a commit, in transactions of their own. */
  private final boolean keysAlone;

  private final EvolutionNotes notes;

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
    wishes = new ColumnWishes(catalog, rules, beside);
    notes = new EvolutionNotes(name);
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
      fields = fields.stream().map(field -> wishes.spelledAsIn(there, field)).toList();
      key = wishes.spelledAsIn(there, key);
    }
    beside.requireFree(name, key, fields);
    List<String> identity = beside.identity(key);
    List<Wanted> columns = wishes.columns(key, fields, Set.copyOf(identity));
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
      notes.madeAnew(added, brought.mine());
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
    notes.needed(known);
    return new Followed(known, key, placed(fields, plan, refusals));
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
        notes.leftOut(field);
      } else {
        String refusal = refusals.get(field.column());
        RowField there = refusal == null ? field : field.refused(refusal);
        placed.add(variant == null ? there : field.beside(variant));
      }
    }
    return placed;
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
        notes.relaxed(table, column, reason);
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
