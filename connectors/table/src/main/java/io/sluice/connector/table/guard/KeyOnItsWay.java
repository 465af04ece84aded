package io.sluice.connector.table.guard;

import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.target.PendingKeys;
import io.sluice.connector.table.target.Target;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key of a table that is being built on the target's thread, in a transaction of its own, over
 * as many calls as it takes. One at a time. Used by one thread, not the target's.
 */
final class KeyOnItsWay {
  private static final Logger LOG = LoggerFactory.getLogger(KeyOnItsWay.class);

  /**
   * How long a build may take to break off, until the database is told so again, as it may have
   * been too early for the statement that it means: some round trips at first, then twice as long
   * each time. All in all 3 s, as a task that stops has few on a worker of Kafka Connect.
   */
  private static final long FIRST_CANCEL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long LAST_CANCEL_NANOS = 8 * FIRST_CANCEL_NANOS;

  private record Building(Table.Name table, Future<Boolean> key) {}

  private final Target target;
  private final TargetCalls calls;
  private @Nullable Building building;

  /**
   * None yet.
   *
   * @param target built in
   * @param calls reach it
   */
  KeyOnItsWay(Target target, TargetCalls calls) {
    this.target = target;
    this.calls = calls;
  }

  /**
   * Begins to build a key, or goes on with it; see {@link Handover#completeKey}.
   *
   * @return whether it is there
   */
  boolean complete(String pipeline, Table.Name table, long nanos) throws SQLException {
    Building begun = building;
    if (begun == null) {
      begun = new Building(table, calls.begin(() -> build(pipeline, table)));
      building = begun;
    } else if (!begun.table().equals(table)) {
      throw new IllegalStateException("the key of table " + begun.table() + " is being built");
    }
    try {
      TargetCalls.within(begun.key(), nanos);
    } catch (TimeoutException later) {
      return false;
    } catch (SQLException | RuntimeException | Error e) {
      building = null;
      throw e;
    }
    building = null;
    return true;
  }

  /** On the target's thread: the key, and that it is there, in one transaction. */
  private boolean build(String pipeline, Table.Name table) throws SQLException {
    boolean built = new PendingKeys(target.catalog()).complete(table);
    target.commit(pipeline, Map.of(), new StoredOffsets.Position(Map.of(), Map.of()));
    return built;
  }

  /**
   * Breaks the build off, as nobody waits for it any more.
   *
   * @return whether the target's thread is free; else the database does not break off what it does
   */
  boolean breakOff() {
    Building left = building;
    if (left == null) {
      return true;
    }
    for (long wait = FIRST_CANCEL_NANOS; wait <= LAST_CANCEL_NANOS; wait *= 2) {
      cancel();
      if (endsWithin(left, wait)) {
        building = null;
        return true;
      }
    }
    LOG.warn(
        "The key of table {} is still being built: the database was told to break that off and has"
            + " not answered. Nobody waits for it; what becomes of it the next start finds out",
        left.table());
    return false;
  }

  private void cancel() {
    try {
      target.cancel();
    } catch (SQLException unheard) {
      LOG.debug("the build of a key cannot be broken off", unheard);
    }
  }

  private static boolean endsWithin(Building left, long nanos) {
    try {
      TargetCalls.within(left.key(), nanos);
    } catch (TimeoutException goesOn) {
      return false;
    } catch (SQLException | RuntimeException brokenOff) {
      LOG.debug("the key of table {} is not built", left.table(), brokenOff);
    }
    return true;
  }
}
