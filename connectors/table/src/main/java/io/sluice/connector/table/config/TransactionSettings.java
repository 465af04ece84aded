package io.sluice.connector.table.config;

import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * Whether transactions of the source stay whole in the target.
 *
 * @param boundaries whether they do
 * @param maxRecords of a transaction, its two marks among them; a larger one is refused
 */
public record TransactionSettings(boolean boundaries, long maxRecords) {
  public static final String BOUNDARIES = "transaction.boundaries";
  public static final String MAX_RECORDS = "transaction.boundaries.max.records";

  /** Set by the engine, which alone knows in which order it hands records over. */
  static final String ORDER = "sluice.record.order";

  /** In which order an engine hands records over. */
  public enum Order {
    /** That of the source, over all topics. */
    SOURCE,
    /** None: single records, such as dead letters that are replayed. */
    NONE,
    /** That of a Kafka topic's partition, and none between them. */
    PARTITION
  }

  static ConfigDef define(ConfigDef definition) {
    return definition
        .define(
            BOUNDARIES,
            Type.BOOLEAN,
            false,
            Importance.MEDIUM,
            "Whether the target is committed only where a transaction of the source has ended, so"
                + " that readers see each whole or not at all. Needs"
                + " provide.transaction.metadata=true at the source; plans one task.")
        .define(
            MAX_RECORDS,
            Type.LONG,
            Long.MAX_VALUE,
            ConfigDef.Range.atLeast(1),
            Importance.LOW,
            "With transaction.boundaries: records of the largest transaction that is taken; a"
                + " larger one stops the pipeline. By default each stays one transaction, however"
                + " large it is.")
        .define(
            ORDER,
            Type.STRING,
            "partition",
            Choice.of("source", "none", "partition"),
            Importance.LOW,
            "Set by the engine: in which order it hands records over.");
  }

  static TransactionSettings of(AbstractConfig config) {
    boolean wanted = config.getBoolean(BOUNDARIES);
    return new TransactionSettings(
        wanted && order(config) != Order.NONE, config.getLong(MAX_RECORDS));
  }

  static Order order(AbstractConfig config) {
    return Order.valueOf(config.getString(ORDER).toUpperCase(Locale.ROOT));
  }

  /**
   * What only shows when the sink is started, because only then the engine has said its order.
   *
   * @throws ConfigException if transactions cannot be kept whole here
   */
  public static void requireOrder(AbstractConfig config) {
    if (config.getBoolean(BOUNDARIES) && order(config) == Order.PARTITION) {
      throw new ConfigException(
          BOUNDARIES
              + ": Kafka keeps no order between topics, so that the end of a transaction may come"
              + " before its changes. Set it to false here, or run the pipeline without Kafka.");
    }
  }
}
