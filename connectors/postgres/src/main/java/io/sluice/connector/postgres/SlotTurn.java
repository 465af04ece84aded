package io.sluice.connector.postgres;

import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a slot that is held, for as long as the settings say. It may be held for a moment by
 * the connection that this task had before, so it is looked at again soon, and then ever more
 * slowly. Belongs to one thread.
 */
final class SlotTurn {

  private static final Logger LOG = LoggerFactory.getLogger(SlotTurn.class);

  private static final long FIRST_WAIT_MILLIS = 20;
  private static final long SOON_MILLIS = 1_000;

  private static final String HOLDER =
      """
      SELECT s.active_pid, a.application_name, host(a.client_addr)
      FROM pg_catalog.pg_replication_slots s LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = s.active_pid
      WHERE s.slot_name = ? AND s.active\
      """;

  private final PostgresConfig config;
  private final Connection sql;
  private final BooleanSupplier stopping;
  private final long longest;
  private long wait;
  private int retries;

  /**
   * @param sql an ordinary connection, asked who holds the slot
   * @param stopping whether nobody waits for the slot any more
   */
  SlotTurn(PostgresConfig config, Connection sql, BooleanSupplier stopping) {
    this(
        config,
        sql,
        stopping,
        config.getLong(Settings.SLOT_RETRY_DELAY),
        config.getInt(Settings.SLOT_RETRIES));
  }

  private SlotTurn(
      PostgresConfig config, Connection sql, BooleanSupplier stopping, long longest, int retries) {
    this.config = config;
    this.sql = sql;
    this.stopping = stopping;
    this.longest = longest;
    this.wait = Math.min(FIRST_WAIT_MILLIS, longest);
    this.retries = retries;
  }

  /**
   * Whether nobody holds the slot within a few seconds, for whoever may not wait any longer.
   *
   * @param sql an ordinary connection
   */
  static boolean comesSoon(PostgresConfig config, Connection sql) throws SQLException {
    SlotTurn turn = new SlotTurn(config, sql, () -> false, SOON_MILLIS, 1);
    while (turn.holder() != null) {
      if (turn.isOver()) {
        return false;
      }
      turn.sleep();
    }
    return true;
  }

  /**
   * Comes back when nobody holds the slot: nothing is read for a stream that cannot be opened.
   *
   * @throws ConfigException naming who holds it, when that has taken too long
   */
  void await() throws SQLException {
    for (String holder = holder(); holder != null; holder = holder()) {
      pause(holder);
    }
  }

  /**
   * Waits a while after the server refused the slot.
   *
   * @throws ConfigException naming who holds it, when that has taken too long
   */
  void pause() throws SQLException {
    String holder = holder();
    pause(holder == null ? "another process" : holder);
  }

  private void pause(String holder) {
    if (stopping.getAsBoolean()) {
      throw new CancellationException("The task is stopping");
    }
    if (isOver()) {
      // Not one that a restart of the task may mend: it would only wait as long again.
      throw new ConfigException(
          Failure.SLOT_IN_USE.describe(config)
              + " It is held by "
              + holder
              + ", still after "
              + Settings.SLOT_RETRIES
              + " = "
              + config.getInt(Settings.SLOT_RETRIES));
    }
    LOG.debug("Slot {} is held by {}, asking again in {} ms", config.slot(), holder, wait);
    sleep();
  }

  private boolean isOver() {
    return wait >= longest && retries-- <= 0;
  }

  private void sleep() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(wait));
    wait = Math.min(wait * 2, longest);
  }

  /** Who holds the slot, null when nobody does. */
  private @Nullable String holder() throws SQLException {
    try (PreparedStatement query = sql.prepareStatement(HOLDER)) {
      query.setString(1, config.slot());
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        String application = row.getString(2);
        String client = row.getString(3);
        return "process "
            + row.getInt(1)
            + (application == null || application.isBlank()
                ? ""
                : " of application '" + application + "'")
            + (client == null ? "" : " at " + client);
      }
    }
  }
}
