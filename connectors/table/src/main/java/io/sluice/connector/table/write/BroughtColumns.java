package io.sluice.connector.table.write;

import io.sluice.connector.table.config.SchemaSettings;
import io.sluice.connector.table.config.SchemaSettings.Evolution;
import io.sluice.connector.table.config.SchemaSettings.Sync;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.RowMeaning;
import io.sluice.connector.table.stored.SchemaVersion;
import io.sluice.connector.table.target.Catalog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which columns of one table came from this pipeline's records. Only such a column can be told to
 * have left the source, and only such a column is written where the records at hand do not bring
 * it: another is the user's, or another pipeline's. It is stored with the offsets, so that a crash
 * leaves it as the table is. Used by one thread.
 */
final class BroughtColumns {
  private static final Logger LOG = LoggerFactory.getLogger(BroughtColumns.class);

  /** Partitions of a table may come by the hundred; what is told apart here comes in twos. */
  private static final int MOST_SOURCES = 16;

  private final Catalog catalog;
  private final Table.Name name;
  private final String pipeline;
  private final SchemaSettings settings;
  private final boolean alone;
  private final RowMeaning rows;

  /** Told to be of a column, so that fields that take turns in one are not written each time. */
  private final Map<String, Set<String>> told = new HashMap<>();

  /** What each pipeline was known to have brought, when it was asked last. */
  private @Nullable Map<String, SchemaVersion> known;

  private boolean othersChecked;

  /**
   * Of one table.
   *
   * @param pipeline its name
   * @param alone whether no other pipeline may write the table
   * @param rows what becomes of the table's rows
   */
  BroughtColumns(
      Catalog catalog,
      Table.Name name,
      String pipeline,
      SchemaSettings settings,
      boolean alone,
      RowMeaning rows) {
    this.catalog = catalog;
    this.name = name;
    this.pipeline = pipeline;
    this.settings = settings;
    this.alone = alone;
    this.rows = rows;
  }

  /** The columns that any pipeline is known to have written. */
  Set<String> written() throws SQLException {
    Set<String> written = new LinkedHashSet<>();
    versions().values().forEach(version -> written.addAll(version.written()));
    return written;
  }

  /**
   * The columns that this pipeline writes in each row: what its records and settings have brought,
   * and another's mark of deleted rows, which a row that comes must not keep. What else another
   * pipeline writes is that one's to change.
   */
  Set<String> writtenHere() throws SQLException {
    Set<String> here = new LinkedHashSet<>();
    versions()
        .forEach(
            (by, version) -> {
              RowMeaning meaning = version.rows();
              if (by.equals(pipeline)) {
                here.addAll(version.written());
              } else if (meaning != null && version.beside().contains(meaning.mark())) {
                here.add(meaning.mark());
              }
            });
    return here;
  }

  /** The columns that this pipeline is known to have written, whether or not they are there. */
  Set<String> mine() throws SQLException {
    SchemaVersion mine = versions().get(pipeline);
    return mine == null ? Set.of() : mine.written();
  }

  /** Whether the table was created without its key, which it is yet to get. */
  boolean isKeyPending() throws SQLException {
    return versions().values().stream().anyMatch(SchemaVersion::keyPending);
  }

  /**
   * Stores that the table was created without its key, before anything else is known of it.
   *
   * @param table keyed by the columns that its key is to have
   */
  void createdWithoutKey(Table table) throws SQLException {
    SchemaVersion nothing =
        new SchemaVersion(0, Map.of(), table.key(), List.of(), Map.of(), rows, Set.of(), true);
    catalog.remember(pipeline, name, nothing);
    forget();
  }

  /** What is stored is read anew when it is needed next: somebody has changed it. */
  void forget() {
    known = null;
  }

  /**
   * Reads anew what is stored.
   *
   * @return whether it says otherwise which columns are written, here or at all
   */
  boolean changedSince() throws SQLException {
    Set<String> here = writtenHere();
    Set<String> written = written();
    forget();
    boolean changed = !here.equals(writtenHere()) || !written.equals(written());
    if (changed) {
      othersChecked = false; // They may be others.
    }
    return changed;
  }

  private Map<String, SchemaVersion> versions() throws SQLException {
    Map<String, SchemaVersion> all = known;
    if (all == null) {
      all = catalog.schemaVersions(name);
      known = all;
    }
    return all;
  }

  /**
   * Records of a schema go into these columns.
   *
   * @param table as it is, with its key
   * @param present the fields that these records bring, by their columns
   * @param beside columns that are written without a field of their name
   * @param from the source's table; null if the records do not say
   * @return the table without what was to leave with the records' fields
   * @throws ConfigException if another pipeline identifies the table's rows otherwise, or writes it
   *     at all where versions are kept, or if this one brought another table of the source here
   *     that topics cannot tell from this one
   */
  Table brought(
      Table table,
      Map<String, String> present,
      Collection<String> beside,
      @Nullable SourceTable from)
      throws SQLException {
    if (!othersChecked) {
      refuseOthers(versions(), table);
      othersChecked = true;
    }
    SchemaVersion before = versions().get(pipeline);
    if (before != null && before.sameAs(next(before, table, present, beside, from))) {
      return table;
    }
    // Whatever is decided on from here, nobody else decides at the same time.
    Table now = catalog.describeToChange(name).orElse(table).keyedAs(table);
    Map<String, SchemaVersion> versions = new LinkedHashMap<>(catalog.schemaVersions(name));
    refuseOthers(versions, table);
    before = versions.get(pipeline);
    now = withoutDropped(now, present.keySet(), versions);
    SchemaVersion next = next(before, now, present, beside, from);
    catalog.remember(pipeline, name, next);
    present.forEach(
        (column, field) -> told.computeIfAbsent(column, c -> new HashSet<>()).add(field));
    versions.put(pipeline, next);
    known = versions;
    return now;
  }

  private SchemaVersion next(
      @Nullable SchemaVersion before,
      Table table,
      Map<String, String> present,
      Collection<String> beside,
      @Nullable SourceTable from) {
    Map<String, String> columns = columns(table, present.keySet(), before);
    Set<String> allBeside = new LinkedHashSet<>(before == null ? Set.of() : before.beside());
    allBeside.addAll(beside);
    allBeside.removeIf(column -> table.indexOf(column) < 0);
    return new SchemaVersion(
        before == null ? 1 : before.number() + 1,
        columns,
        table.key(),
        sources(before, from),
        fields(columns.keySet(), present, before),
        rows,
        allBeside,
        table.keyPending());
  }

  /**
   * The field of each column: the one that came last, as far as it came in it for the first time.
   */
  private Map<String, String> fields(
      Set<String> columns, Map<String, String> present, @Nullable SchemaVersion before) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String column : columns) {
      String was = before == null ? null : before.fields().get(column);
      String is = present.get(column);
      boolean known = is == null || told.getOrDefault(column, Set.of()).contains(is);
      fields.put(column, was != null && known ? was : is == null ? column : is);
    }
    return fields;
  }

  private void refuseOthers(Map<String, SchemaVersion> versions, Table table) {
    versions.forEach(
        (other, version) -> {
          if (other.equals(pipeline)) {
            return;
          }
          if (alone) {
            throw notAlone(other);
          }
          if (!settings.fanIn() && !version.key().equals(table.key())) {
            throw keysDiffer(other, version.key(), table.key());
          }
        });
  }

  private ConfigException notAlone(String other) {
    return new ConfigException(
        "pipeline '"
            + other
            + "' writes table "
            + name
            + ", and '"
            + pipeline
            + "' is to keep all versions of its rows there (mode history): each would end versions"
            + " of the other. Give them two tables. If that pipeline is gone or was renamed to this"
            + " one, delete its row from the table of schemas beside that of the offsets.");
  }

  private List<String> sources(@Nullable SchemaVersion before, @Nullable SourceTable from) {
    List<String> known = before == null ? List.of() : before.sources();
    if (from == null || known.contains(from.toString())) {
      return known;
    }
    for (String other : known) {
      if (SourceTable.sanitized(other).equals(from.sanitized())) {
        throw new ConfigException(
            "table "
                + name
                + " has rows of the source's table '"
                + other
                + "', and now come rows of '"
                + from
                + "', whose topic has the same name: rows of one would replace those of the other."
                + " Leave one of them out at the source, or have the source name topics otherwise"
                + " (topic.naming.strategy). If one was renamed to the other, delete this"
                + " pipeline's row of the table from the table of schemas beside that of the"
                + " offsets.");
      }
    }
    if (known.size() >= MOST_SOURCES) {
      return known;
    }
    List<String> all = new ArrayList<>(known);
    all.add(from.toString());
    return all;
  }

  private ConfigException keysDiffer(String other, List<String> theirs, List<String> ours) {
    return new ConfigException(
        "pipeline '"
            + other
            + "' identifies rows of table "
            + name
            + " by "
            + (theirs.isEmpty() ? "nothing" : theirs)
            + ", and '"
            + pipeline
            + "' by "
            + (ours.isEmpty() ? "nothing" : ours)
            + ": one would overwrite or double rows of the other. Give them two tables or one key,"
            + " or set "
            + SchemaSettings.FAN_IN
            + "=true if their rows cannot meet. If that pipeline is gone, delete its row from the"
            + " table of schemas beside that of the offsets.");
  }

  /** The columns to remember: of all schemas so far, unless one that is gone is to have an end. */
  private Map<String, String> columns(
      Table table, Collection<String> present, @Nullable SchemaVersion before) {
    Set<String> names = new LinkedHashSet<>();
    if (before != null && settings.sync() == Sync.KEEP) {
      names.addAll(before.columns().keySet());
    }
    names.addAll(present);
    Map<String, String> columns = new LinkedHashMap<>();
    for (String column : names) {
      int index = table.indexOf(column);
      if (index >= 0) {
        columns.put(column, SchemaVersion.words(table.columns().get(index).type()));
      }
    }
    return columns;
  }

  private Table withoutDropped(Table table, Set<String> present, Map<String, SchemaVersion> all)
      throws SQLException {
    SchemaVersion mine = all.get(pipeline);
    boolean evolves = settings.evolution(name.schema(), name.table()) == Evolution.EVOLVE;
    if (mine == null || !evolves || settings.sync() == Sync.KEEP) {
      return table;
    }
    Set<String> gone = new LinkedHashSet<>(mine.columns().keySet());
    gone.removeAll(present);
    table.key().forEach(gone::remove);
    gone.removeIf(column -> table.indexOf(column) < 0);
    all.forEach(
        (other, version) -> {
          if (!other.equals(pipeline)) {
            gone.removeAll(version.columns().keySet());
          }
        });
    if (gone.isEmpty()) {
      return table;
    }
    boolean remove = settings.sync() == Sync.REMOVE;
    LOG.warn(
        "Columns {} of table {} are no longer in the records and {} ({}={})",
        gone,
        name,
        remove ? "are dropped" : "lose their values",
        SchemaSettings.SYNC,
        remove ? "remove" : "null");
    return remove ? catalog.dropColumns(table, gone) : catalog.emptyColumns(table, gone);
  }
}
