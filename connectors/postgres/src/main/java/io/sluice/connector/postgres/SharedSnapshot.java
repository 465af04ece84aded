package io.sluice.connector.postgres;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.Connections;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.TaskShare;
import io.sluice.connector.postgres.position.KnownTables;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.SnapshotLedger;
import io.sluice.connector.postgres.snapshot.DatabaseSnapshot;
import io.sluice.connector.postgres.stream.Replication;
import io.sluice.connector.postgres.stream.ServerState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshot that several tasks read together: taken by the connector, whose transaction keeps it
 * until all that they read is durable, and no longer, as it holds back the cleaning of the whole
 * server. Should the connector end before that, they go on with snapshots of their own.
 */
final class SharedSnapshot implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SharedSnapshot.class);

  /** How often the offsets are asked whether the transaction is still needed. */
  private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Connection keeper;
  private final DatabaseSnapshot snapshot;
  private final String ledger;
  private final boolean first;
  private final long planned;
  private final Thread watch;
  private volatile boolean closed;

  private SharedSnapshot(
      Connection keeper,
      DatabaseSnapshot snapshot,
      String ledger,
      boolean first,
      long planned,
      BooleanSupplier isRead,
      String slot) {
    this.keeper = keeper;
    this.snapshot = snapshot;
    this.ledger = ledger;
    this.first = first;
    this.planned = planned;
    this.watch = new Thread(() -> closeWhen(isRead), "sluice-snapshot-" + slot);
    watch.setDaemon(true);
    watch.setContextClassLoader(SharedSnapshot.class.getClassLoader());
    watch.start();
  }

  /**
   * Makes the slot if there is none, and takes the snapshot.
   *
   * @return null when there is no table to be read before the stream
   */
  static @Nullable SharedSnapshot take(PostgresConfig config, OffsetStorageReader offsets)
      throws SQLException {
    Connections connections = new Connections(config);
    Connection keeper = connections.copying();
    try (Connection replicating = connections.replication()) {
      ServerState server = ServerState.of(keeper, replicating);
      if (!SlotTurn.comesSoon(config, keeper)) {
        keeper.close();
        return null; // The only task waits for it, and tells who holds it.
      }
      Replication replication = new Replication(config, keeper, server.version());
      Catalog catalog = new Catalog(keeper, config.selection());
      Map<TableId, Integer> tables = catalog.tables();
      TaskLedgers ledgers = new TaskLedgers(offsets, config.prefix());
      Position stored = ledgers.stored();
      StartingPoint.requireSameLog(config, stored, server, replicating);
      replication.ensurePublication(Agreement.published(config, catalog, tables));
      StartingPoint.@Nullable Start start =
          new StartingPoint(config, replication, server)
              .agreeUnlessLost(stored, tables, replicating)
              .orElse(null);
      if (start == null || !start.position().snapshotting()) {
        keeper.close();
        return null;
      }
      SnapshotLedger before =
          start.slotIsNew()
              ? SnapshotLedger.EMPTY
              : ledgers.unfinished(stored == null ? null : start.position());
      KnownTables known = start.position().reads().known();
      if (InterruptedSnapshot.of(config, server, keeper, catalog, before, known).isAll()) {
        keeper.close();
        return null; // One task reads what is left beside the stream.
      }
      DatabaseSnapshot snapshot =
          DatabaseSnapshot.take(keeper, server.lineage(), KnownTables.of(tables.values()));
      SnapshotLedger cut =
          snapshot.cut(keeper, catalog, config.snapshot(), before, start.slotIsNew());
      Set<Integer> wanted =
          Set.copyOf(DatabaseSnapshot.unread(catalog, config.snapshot(), cut).values());
      return new SharedSnapshot(
          keeper,
          snapshot,
          cut.toString(),
          before.isEmpty(),
          stored == null ? 0 : stored.lineage().micros(),
          () -> ledgers.haveRead(wanted, cut, stored),
          config.slot());
    } catch (SQLException | RuntimeException e) {
      keeper.close();
      throw e;
    }
  }

  /** What each of so many tasks reads of it. */
  List<TaskShare> shares(int tasks) {
    return IntStream.range(0, tasks)
        .mapToObj(
            task ->
                new TaskShare(
                    task,
                    tasks,
                    snapshot.name(),
                    snapshot.moment().micros(),
                    ledger,
                    first,
                    planned))
        .toList();
  }

  private void closeWhen(BooleanSupplier isRead) {
    while (!closed) {
      LockSupport.parkNanos(ASK_NANOS);
      try {
        if (!closed && isRead.getAsBoolean()) {
          LOG.info("All tasks have read their shares of the snapshot: its transaction ends");
          end();
        }
      } catch (RuntimeException e) {
        LOG.debug("The offsets cannot be read now; the snapshot is kept", e);
      }
    }
  }

  @Override
  public void close() {
    end();
    LockSupport.unpark(watch);
  }

  private void end() {
    closed = true;
    try {
      keeper.close();
    } catch (SQLException e) {
      LOG.debug("Closing a connection failed", e);
    }
  }
}
