package io.sluice.connector.postgres.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * Debezium's properties that this connector does not know how to honour yet. Each is refused by
 * name with the reason, unless it is set to a value that asks for nothing: who moves from Debezium
 * must never find a setting ignored.
 */
final class Unsupported {

  private Unsupported() {}

  static void define(ConfigDef def) {
    refuse(
        def,
        "transaction.metadata.factory",
        "transaction records are in Debezium's default form; other forms are classes of Debezium's"
            + " own interface",
        "io.debezium.pipeline.txmetadata.DefaultTransactionMetadataFactory");
    for (String name :
        List.of(
            "snapshot.mode.custom.name",
            "snapshot.locking.mode.custom.name",
            "snapshot.query.mode.custom.name")) {
      refuse(def, name, "custom snapshots are classes of Debezium's own interface");
    }
    refuse(
        def,
        "database.connection.factory.class",
        "connections are made by the PostgreSQL driver. For another way to log in there are"
            + " driver.authenticationPluginClassName and driver.socketFactory");
    refuse(
        def,
        "replica.identity.autoset.values",
        "replica identities are the tables' owner's to set. Run ALTER TABLE ... REPLICA IDENTITY");
    refuse(
        def,
        "xmin.fetch.interval.ms",
        "source.xmin is always null. The slot's is in pg_replication_slots at any time",
        "0");
    refuse(
        def,
        "sourceinfo.struct.maker",
        "the source block is Debezium's current one",
        "io.debezium.connector.postgresql.PostgresSourceInfoStructMaker");
    refuse(def, "table.ignore.builtin", "the server's own tables are never captured", "true");
    refuse(def, "database.include.list", "the database is named by database.dbname");
    refuse(def, "database.exclude.list", "the database is named by database.dbname");
    refuse(
        def,
        "custom.metric.tags",
        "the MBeans' names are those that Debezium gives them without tags");
    refuse(def, "openlineage.integration.enabled", "lineage is not reported", "false");
    refuse(
        def,
        "queue.provider.type",
        "records that are read ahead wait in memory, as many as max.queue.size says",
        "memory");
    refuse(def, "notification.http.url", "there is no notification channel over HTTP");
    // Settings of how Debezium works inside. They ask for nothing that the user could see, so they
    // are let pass.
    for (String harmless :
        List.of(
            "snapshot.fetch.size",
            "query.fetch.size",
            "schema.refresh.mode",
            "snapshot.lock.timeout.ms",
            "connection.validation.timeout.ms",
            "executor.shutdown.timeout.ms",
            "poll.dispatch.interval.ms",
            "include.schema.changes",
            "lsn.flush.timeout.ms",
            "lsn.flush.timeout.action",
            "notification.http.timeout.ms",
            "notification.http.retries",
            "notification.http.allow.private.networks",
            "legacy.snapshot.max.threads",
            "memory.management.schemas.class",
            "memory.management.tables.class",
            "custom.sanitize.pattern",
            "statistics.metrics.enabled",
            "openlineage.integration.config.file.path",
            "openlineage.integration.dataset.kafka.bootstrap.servers",
            "openlineage.integration.job.description",
            "openlineage.integration.job.namespace",
            "openlineage.integration.job.owners",
            "openlineage.integration.job.tags")) {
      def.define(
          harmless,
          Type.STRING,
          null,
          Importance.LOW,
          "Accepted for Debezium's sake; nothing depends on it here.");
    }
  }

  private static void refuse(ConfigDef def, String name, String reason, String... harmless) {
    def.define(
        name,
        Type.STRING,
        null,
        ConfigDef.LambdaValidator.with(
            (key, value) -> {
              if (value != null
                  && Arrays.stream(harmless)
                      .noneMatch(
                          value.toString().strip().toLowerCase(Locale.ROOT)::equalsIgnoreCase)) {
                throw new ConfigException(
                    key,
                    value,
                    "is not supported: "
                        + reason
                        + (harmless.length == 0
                            ? ". Remove the setting"
                            : ". Remove the setting or set it to '" + harmless[0] + "'"));
              }
            },
            () -> harmless.length == 0 ? "not supported" : String.join(" or ", harmless)),
        Importance.LOW,
        "Not supported: " + reason + ".");
  }
}
