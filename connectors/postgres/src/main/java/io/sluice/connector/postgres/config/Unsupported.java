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
        "transaction records are in Debezium's default form; other forms are Debezium's own"
            + " interface",
        "io.debezium.pipeline.txmetadata.DefaultTransactionMetadataFactory");
    refuse(def, "converters", "custom converters are Debezium's own interface; use a transform");
    refuse(def, "post.processors", "post processors are Debezium's own interface; use a transform");
    refuse(
        def,
        "lsn.flush.mode",
        "the slot is always confirmed up to what the sinks have made durable",
        "connector");
    refuse(
        def,
        "flush.lsn.source",
        "the slot is always confirmed up to what the sinks have made durable",
        "true");
    refuse(def, "snapshot.mode.custom.name", "custom snapshots are Debezium's own interface");
    refuse(def, "snapshot.locking.mode", "the snapshot takes no locks", "none");
    refuse(
        def,
        "snapshot.isolation.mode",
        "the snapshot is a REPEATABLE READ transaction",
        "serializable",
        "repeatable_read");
    refuse(def, "snapshot.query.mode", "the snapshot reads by COPY", "select_all");
    refuse(def, "replica.identity.autoset.values", "replica identities are left as they are");
    refuse(def, "xmin.fetch.interval.ms", "xmin is not tracked", "0");
    refuse(def, "sourceinfo.struct.maker", "the source block is Debezium's current one");
    refuse(
        def,
        "offset.mismatch.strategy",
        "the slot is checked against the position at every start",
        "no_validation");
    refuse(def, "table.ignore.builtin", "the server's own tables are never captured", "true");
    refuse(def, "database.include.list", "the database is named by database.dbname");
    refuse(def, "database.exclude.list", "the database is named by database.dbname");
    refuse(def, "guardrail.collections.max", "the number of tables is not limited", "0");
    refuse(def, "custom.metric.tags", "the connector has no metrics of Debezium's names");
    refuse(def, "openlineage.integration.enabled", "lineage is not reported", "false");
    refuse(def, "notification.http.url", "there is no notification channel over HTTP");
    refuse(
        def, "snapshot.locking.mode.custom.name", "custom snapshots are Debezium's own interface");
    refuse(def, "snapshot.query.mode.custom.name", "custom snapshots are Debezium's own interface");
    // Settings of how Debezium works inside. They ask for nothing that the user could see, so they
    // are let pass.
    for (String harmless :
        List.of(
            "snapshot.fetch.size",
            "query.fetch.size",
            "schema.refresh.mode",
            "errors.max.retries",
            "snapshot.lock.timeout.ms",
            "connection.validation.timeout.ms",
            "executor.shutdown.timeout.ms",
            "lsn.flush.timeout.ms",
            "lsn.flush.timeout.action",
            "notification.http.timeout.ms",
            "notification.http.retries",
            "notification.http.allow.private.networks",
            "guardrail.collections.limit.action",
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
