package io.sluice.connector.table.write;

import io.sluice.connector.table.config.NameSettings;
import io.sluice.connector.table.config.SchemaSettings;
import io.sluice.connector.table.config.SchemaSettings.Evolution;
import io.sluice.connector.table.config.SchemaSettings.Incompatible;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.ValueReaders;
import io.sluice.connector.table.value.WiderType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * What a table needs so that it can take records of a schema, by its policy. Looks at no database
 * and changes nothing. A plan that is made again of the table that it made is empty, so that what
 * was done once is done.
 */
final class EvolutionPlan {
  /** Between a column's name and the type that its variant holds. */
  private static final String VARIANT = "__";

  /**
   * Who writes columns. One that nobody does is the user's.
   *
   * @param here by this pipeline
   * @param anywhere by any pipeline
   */
  record Written(Set<String> here, Set<String> anywhere) {}

  private final Table table;
  private final Evolution evolution;
  private final Incompatible incompatible;
  private final UnaryOperator<ColumnType> closest;

  private final List<Table.Column> added = new ArrayList<>();
  private final Map<String, Table.Column> changed = new LinkedHashMap<>();
  private final Map<String, String> relaxed = new LinkedHashMap<>();
  private final Map<String, String> variants = new LinkedHashMap<>();
  private final Set<String> discarded = new LinkedHashSet<>();
  private final Map<String, String> refusals = new LinkedHashMap<>();

  /**
   * A plan.
   *
   * @param table as it is, keyed as the records are
   * @param ownKey columns of the table's own key
   * @param wanted columns of the records
   * @param wholeRow whether these are all columns, else those of the key only
   * @param written whose the columns are that are not wanted
   * @param closest the type that the database has for another
   * @throws DataException if the table cannot take such records
   * @throws ConfigException if it cannot and the settings say that this ends the run
   */
  EvolutionPlan(
      Table table,
      List<String> ownKey,
      List<Wanted> wanted,
      boolean wholeRow,
      Written written,
      SchemaSettings settings,
      UnaryOperator<ColumnType> closest) {
    this.table = table;
    this.closest = closest;
    evolution = settings.evolution(table.name().schema(), table.name().table());
    incompatible = settings.incompatible();
    for (Wanted column : wanted) {
      plan(column);
    }
    if (wholeRow && evolution == Evolution.EVOLVE) {
      relaxMissing(ownKey, wanted, written);
    }
  }

  private void plan(Wanted wanted) {
    Table.Column there = column(wanted.name());
    if (there == null) {
      newColumn(wanted);
    } else if (evolution == Evolution.EVOLVE) {
      follow(there, wanted);
    } else if (!holds(there.type(), wanted)) {
      refuseValues(
          there,
          wanted,
          ", and "
              + SchemaSettings.EVOLUTION
              + " is "
              + evolution.name().toLowerCase(Locale.ROOT)
              + ": convert the column or the records.");
    }
  }

  /** NULL fits into any column: rows without a value in the field are none the worse for it. */
  private void refuseValues(Table.Column there, Wanted wanted, String why) {
    if (wanted.identifies() || incompatible == Incompatible.STOP) {
      throw refused(typesDiffer(there, wanted) + why);
    }
    refusals.put(there.name(), "records now bring " + wanted.column().type() + why);
  }

  private void newColumn(Wanted wanted) {
    boolean computed =
        table.others().stream().anyMatch(column -> column.name().equals(wanted.name()));
    if (evolution == Evolution.DISCARD && !wanted.identifies()) {
      discarded.add(wanted.name());
    } else if (computed) {
      throw refused(
          "column '"
              + wanted.name()
              + "' of table "
              + table.name()
              + " is computed by the database, which takes no value for it. Leave the field out"
              + " with a transform or "
              + SchemaSettings.EVOLUTION
              + "."
              + table.name()
              + "=discard, or make it a plain column.");
    } else if (evolution == Evolution.EVOLVE) {
      added.add(wanted.column().relaxed());
    } else {
      throw refused(
          "table "
              + table.name()
              + " has no column '"
              + wanted.name()
              + "'. Add it, or set "
              + SchemaSettings.EVOLUTION
              + "."
              + table.name()
              + (wanted.identifies()
                  ? " to evolve."
                  : " to evolve, or to discard to leave it out."));
    }
  }

  private void follow(Table.Column there, Wanted wanted) {
    ColumnType type = wanted.column().type();
    Table.Column now = there;
    if (!sufficient(there.type(), wanted)) {
      Optional<ColumnType> wider = WiderType.of(there.type(), type).map(closest);
      if (wider.isPresent()) {
        now = there.withType(wider.get());
        boolean becomesText = now.type().kind() == ColumnType.Kind.TEXT;
        String why = becomesText ? notAsText(table, there, type) : null;
        if (why != null) {
          throw refused(why);
        }
      } else if (incompatible == Incompatible.VARIANT && !wanted.identifies()) {
        variant(there, wanted);
        return;
      } else {
        refuseValues(
            there,
            wanted,
            ". No type holds both: convert the column or the records"
                + (wanted.identifies()
                    ? "."
                    : ", or set " + SchemaSettings.INCOMPATIBLE + "=variant."));
      }
    }
    if (wanted.column().nullable() && !now.nullable()) {
      relaxed.put(now.name(), "may be without a value in the records");
      now = now.relaxed();
    }
    if (!now.equals(there)) {
      changed.put(now.name(), now);
    }
  }

  /**
   * Why a column of the key cannot become text, null if it can. Databases and records spell one
   * floating-point number differently ({@code 1} and {@code 1.0}, {@code 1e+16} and {@code
   * 1.0E16}): no later record would find its row, and each would make another one.
   */
  static @Nullable String notAsText(Table table, Table.Column there, ColumnType brought) {
    boolean isKey = table.key().contains(there.name());
    if (!isKey || !WiderType.isFloat(there.type()) && !WiderType.isFloat(brought)) {
      return null;
    }
    return "column '"
        + there.name()
        + "' of the key of table "
        + table.name()
        + " has type "
        + there.type()
        + " and records now bring "
        + brought
        + ". Only text would hold both, and a floating-point number has another text in the"
        + " database than in the records: rows would not be found again. Convert the records, or"
        + " have the table made anew with a key of text.";
  }

  /** The first column is empty in rows whose value is in the second. */
  private void variant(Table.Column first, Wanted wanted) {
    ColumnType type = wanted.column().type();
    if (!first.nullable()) {
      relaxed.put(first.name(), "shares its field with a column of another type");
      changed.put(first.name(), first.relaxed());
    }
    String name = first.name() + VARIANT + suffix(type);
    Table.Column there = column(name);
    if (there == null) {
      added.add(new Table.Column(name, type, true));
    } else if (!sufficient(there.type(), wanted)) {
      ColumnType wider =
          WiderType.of(there.type(), type)
              .map(closest)
              .orElseThrow(
                  () ->
                      refused(
                          "column '"
                              + name
                              + "' of table "
                              + table.name()
                              + " is needed for values of type "
                              + type
                              + " but has type "
                              + there.type()
                              + ". Rename it."));
      changed.put(name, there.withType(wider));
    }
    variants.put(first.name(), name);
  }

  /** The family of the type, without sizes: values of all sizes go into one column. */
  private static String suffix(ColumnType type) {
    ColumnType element = type.element();
    return element == null
        ? type.kind().name().toLowerCase(Locale.ROOT)
        : suffix(element) + "_" + type.kind().name().toLowerCase(Locale.ROOT);
  }

  private static boolean holds(ColumnType there, Wanted wanted) {
    ColumnType type = wanted.column().type();
    return there.equals(type)
        || ValueReaders.convertible(type, there) && ValueReaders.convertible(wanted.given(), there);
  }

  private static boolean sufficient(ColumnType there, Wanted wanted) {
    ColumnType type = wanted.column().type();
    return there.equals(type) || holds(there, wanted) && !WiderType.narrower(there, type);
  }

  /**
   * A column that the source dropped keeps its values and is empty in new rows. One that this
   * pipeline does not write is filled by the database, by another pipeline later, or by nobody.
   */
  private void relaxMissing(List<String> ownKey, List<Wanted> wanted, Written written) {
    Set<String> present = new LinkedHashSet<>();
    wanted.forEach(column -> present.add(column.name()));
    for (Table.Column column : table.columns()) {
      if (column.nullable() || present.contains(column.name())) {
        continue;
      }
      boolean filled = column.filling() != Table.Filling.NOTHING;
      if (filled && !written.here().contains(column.name())) {
        continue;
      }
      if (ownKey.contains(column.name())) {
        throw keyIsNotBrought(column.name(), present);
      }
      if (written.anywhere().contains(column.name())) {
        relaxed.put(column.name(), "is not in the records");
        changed.put(column.name(), column.relaxed());
      }
    }
  }

  /** No row may be without it, so there is none to be had. */
  private RuntimeException keyIsNotBrought(String own, Set<String> present) {
    String otherCase =
        present.stream()
            .filter(brought -> brought.equalsIgnoreCase(own))
            .findFirst()
            .map(brought -> " (they bring '" + brought + "', another column to this database)")
            .orElse("");
    return refused(
        "the primary key of table "
            + table.name()
            + " has column '"
            + own
            + "', which records do not bring"
            + otherCase
            + ". Set "
            + NameSettings.COLUMN_CASE
            + " or "
            + NameSettings.COLUMN_RENAME
            + ", give the column a default, or the table another key.");
  }

  private String typesDiffer(Table.Column there, Wanted wanted) {
    return "column '"
        + there.name()
        + "' of table "
        + table.name()
        + " has type "
        + there.type()
        + " and records now bring "
        + wanted.column().type();
  }

  private RuntimeException refused(String message) {
    return incompatible == Incompatible.STOP
        ? new ConfigException(
            message + " " + SchemaSettings.INCOMPATIBLE + "=stop ends the run here.")
        : new DataException(message);
  }

  private Table.@Nullable Column column(String name) {
    int index = table.indexOf(name);
    return index < 0 ? null : table.columns().get(index);
  }

  /** Whether the table can stay as it is. */
  boolean isEmpty() {
    return added.isEmpty() && changed.isEmpty();
  }

  /** Columns that the table lacks. */
  List<Table.Column> added() {
    return added;
  }

  /** Columns as they are to be from now on. */
  List<Table.Column> changed() {
    return List.copyOf(changed.values());
  }

  /** Columns that lose their {@code NOT NULL}, and why. */
  Map<String, String> relaxed() {
    return relaxed;
  }

  /** The columns that take values which cannot go into the first one, by the first one's name. */
  Map<String, String> variants() {
    return variants;
  }

  /** Columns that take no value of the records' type, and why; NULL goes in. */
  Map<String, String> refusals() {
    return refusals;
  }

  /** Columns of the records that the table does not get. */
  Set<String> discarded() {
    return discarded;
  }
}
