package io.sluice.connector.table;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.duckdb.DuckDbDialect;
import io.sluice.connector.table.guard.Refusals;
import io.sluice.connector.table.guard.TargetThread;
import io.sluice.connector.table.guard.WatchedTarget;
import io.sluice.connector.table.jdbc.JdbcDialect;
import io.sluice.connector.table.mysql.MySqlDialect;
import io.sluice.connector.table.postgres.PostgresDialect;
import io.sluice.connector.table.sqlite.SqliteDialect;
import io.sluice.connector.table.target.Dialect;
import io.sluice.connector.table.target.Target;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/** Chooses the dialect by the URL. To add one, name it here. */
final class Targets {
  /** The first that takes a URL has it, so the one that takes any comes last. */
  private static final List<Dialect> DIALECTS =
      List.of(
          new DuckDbDialect(),
          new SqliteDialect(),
          new PostgresDialect(),
          new MySqlDialect(),
          new JdbcDialect());

  private Targets() {}

  /** The dialect of a URL, if the sink may know what to do with it. */
  static Optional<Dialect> find(String url) {
    return DIALECTS.stream().filter(dialect -> dialect.takes(url)).findFirst();
  }

  /**
   * The dialect of a URL.
   *
   * @throws ConfigException if there is none
   */
  static Dialect of(String url) {
    return find(url)
        .orElseThrow(() -> new ConfigException(TableSinkConfig.URL + ": " + expected()));
  }

  /** What a URL should have begun with. */
  static String expected() {
    return "expected a URL that begins with "
        + DIALECTS.subList(0, DIALECTS.size() - 1).stream()
            .flatMap(dialect -> dialect.prefixes().stream())
            .collect(Collectors.joining(", "))
        + ", or jdbc: and the name of another database whose driver is in the plugin's folder";
  }

  /**
   * Refuses settings that do not go with the database.
   *
   * @throws ConfigException with the first of them
   */
  static void requireSound(TableSinkConfig config) {
    of(config.url()).properties().refused(config.originalsStrings()).entrySet().stream()
        .findFirst()
        .ifPresent(
            first -> {
              throw new ConfigException(first.getKey() + ": " + first.getValue());
            });
  }

  /**
   * Opens the target.
   *
   * @param refusals gets rows that are refused after {@link Target#apply} has returned
   * @param filled see {@link WatchedTarget}
   */
  static TargetThread open(TableSinkConfig config, Refusals refusals, Set<String> filled)
      throws SQLException {
    requireSound(config);
    WatchedTarget watched =
        new WatchedTarget(of(config.url()).open(config), config.autoRecreate(), filled);
    // The database works on one batch while the next one is made.
    return new TargetThread("sluice " + config.name() + " target", watched, refusals);
  }
}
