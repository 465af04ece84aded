package io.sluice.connector.postgres;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.position.KnownTables;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.ReadPlan;
import io.sluice.connector.postgres.position.Reads;
import io.sluice.connector.postgres.position.TableRead;
import io.sluice.connector.postgres.position.TableRead.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Finds captured tables that a running pipeline knows nothing of (the include list or the
 * publication has grown, or they were made meanwhile) and has their rows read beside the stream.
 */
final class NewTables {

  private NewTables() {}

  /**
   * The position with what new tables ask for.
   *
   * @param captured the captured tables, with the server's numbers
   */
  static Position planned(
      Position position, Map<TableId, Integer> captured, Catalog catalog, PostgresConfig config)
      throws SQLException {
    Reads reads = position.reads().withPlan(position.reads().plan().again());
    KnownTables now = KnownTables.of(captured.values());
    if (position.snapshotting() || reads.known() == null) {
      // The snapshot reads them all, or what is left of it tells, or a version had them that did
      // not remember them.
      return position.withReads(reads.withKnown(now));
    }
    List<TableId> missing = reads.known().missing(captured);
    if (missing.isEmpty() || !config.readsTables(true, false)) {
      return position.withReads(reads.withKnown(now));
    }
    Predicate<String> wanted = config.snapshot().wanted();
    List<TableRead> more = new ArrayList<>();
    for (TableId table : missing) {
      if (wanted.test(table.toString())) {
        more.add(
            TableRead.of(table, kind(catalog, table, Objects.requireNonNull(captured.get(table)))));
      }
    }
    ReadPlan plan = reads.plan().with(more);
    return position.withReads(reads.withPlan(plan).withKnown(now));
  }

  /**
   * The position with readings of tables whose changes were left out for a while.
   *
   * @param captured the captured tables, with the server's numbers
   */
  static Position again(
      Position position, List<TableId> tables, Map<TableId, Integer> captured, Catalog catalog)
      throws SQLException {
    List<TableRead> more = new ArrayList<>();
    for (TableId table : tables) {
      boolean keyed = isKeyed(catalog.table(table, Objects.requireNonNull(captured.get(table))));
      more.add(TableRead.of(table, keyed ? Kind.INCREMENTAL : Kind.BLOCKING));
    }
    Reads reads = position.reads();
    return position.withReads(reads.withPlan(reads.plan().with(more)));
  }

  private static Kind kind(Catalog catalog, TableId id, int oid) throws SQLException {
    return isKeyed(catalog.table(id, oid)) ? Kind.INCREMENTAL : Kind.FIRST;
  }

  /** Whether a table can be read along its key. */
  static boolean isKeyed(Table table) {
    List<String> columns = table.columns().stream().map(Column::name).toList();
    // Not the events' key: settings may name columns for it that do not tell rows apart.
    return !table.identity().isEmpty() && columns.containsAll(table.identity());
  }
}
