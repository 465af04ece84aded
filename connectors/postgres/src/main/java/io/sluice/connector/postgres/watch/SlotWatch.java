package io.sluice.connector.postgres.watch;

import io.sluice.connector.postgres.catalog.ServerVersion;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Settings;
import io.sluice.connector.postgres.config.WatchSettings;
import io.sluice.connector.postgres.stream.LostRange;
import io.sluice.connector.postgres.watch.WalForecast.Limit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the log that the slot holds back: a slot that nobody reads fills the server's disk. Not
 * thread-safe.
 */
final class SlotWatch {

  private static final Logger LOG = LoggerFactory.getLogger(SlotWatch.class);

  private final PostgresConfig config;
  private final WatchSettings settings;
  private final Connection sql;
  private final String query;
  private final WalForecast forecast = new WalForecast();
  private boolean said;
  private boolean looked;
  private long allowed;
  private LostRange unread = new LostRange(0, 0, 0, Instant.EPOCH);

  /**
   * @param sql an ordinary connection
   */
  SlotWatch(PostgresConfig config, Connection sql, ServerVersion version) {
    this.config = config;
    this.settings = config.watch();
    this.allowed = settings.maxBytes();
    this.sql = sql;
    this.query =
        "SELECT (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE"
            + " pg_current_wal_lsn() END - restart_lsn)::int8 AS retained, (confirmed_flush_lsn -"
            + " '0/0')::int8 AS confirmed, (restart_lsn - '0/0')::int8 AS restart, (extract(epoch"
            + " FROM clock_timestamp()) * 1000)::int8 AS now, "
            + version.slotColumns()
            + " FROM pg_replication_slots WHERE slot_name = ?";
  }

  /**
   * Measures, and says what is worth a word.
   *
   * @param nanos now, by a clock that does not jump
   * @return bytes held back when they are above our own limit, else 0
   */
  long look(long nanos) throws SQLException {
    long retained;
    long safe;
    try (PreparedStatement statement = sql.prepareStatement(query)) {
      statement.setString(1, config.slot());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return 0; // a lost slot is the stream's to tell
        }
        retained = Math.max(0, row.getLong("retained"));
        unread =
            new LostRange(
                row.getLong("confirmed"),
                row.getLong("restart") + retained,
                0,
                Instant.ofEpochMilli(row.getLong("now")));
        safe = row.getLong("safe_wal_size");
        if (row.wasNull()) {
          safe = Long.MAX_VALUE;
        }
      }
    }
    forecast
        .measured(nanos, retained, limit(retained, safe))
        .ifPresent(
            word ->
                LOG.warn(
                    "Slot '{}': {}. Is a sink slow, or a pipeline that owns the slot stopped?",
                    config.slot(),
                    word));
    allow(retained);
    boolean over = settings.maxBytes() > 0 && retained >= allowed;
    if (over && settings.action() == WatchSettings.Action.WARN && !said) {
      LOG.warn("{}; {} is warn", over(retained), WatchSettings.ACTION);
    }
    said = over;
    return over ? retained : 0;
  }

  /**
   * A task that was stopped at the limit and is started again finds the slot above it: it may hold
   * back as much again, so that it can catch up, until the slot is below the limit.
   */
  private void allow(long retained) {
    if (retained < settings.maxBytes()) {
      allowed = settings.maxBytes();
    } else if (!looked && settings.action() == WatchSettings.Action.STOP) {
      allowed = retained + settings.maxBytes();
    }
    looked = true;
  }

  /** What would be lost if the slot were dropped now. */
  LostRange unread() {
    return unread;
  }

  /** Says that our own limit is reached. */
  String over(long retained) {
    return Settings.SLOT_NAME
        + ": slot '"
        + config.slot()
        + "' holds back "
        + WalForecast.size(retained)
        + " of the server's log, "
        + WatchSettings.MAX_BYTES
        + " allows "
        + WalForecast.size(settings.maxBytes());
  }

  private @Nullable Limit limit(long retained, long safe) {
    long servers = safe == Long.MAX_VALUE ? Long.MAX_VALUE : retained + Math.max(0, safe);
    if (settings.maxBytes() > 0 && settings.maxBytes() <= servers) {
      return new Limit(settings.maxBytes(), WatchSettings.MAX_BYTES);
    }
    return servers == Long.MAX_VALUE
        ? null
        : new Limit(servers, "the server's max_slot_wal_keep_size");
  }
}
