package io.sluice.connector.postgres.event;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.TransactionSettings;
import io.sluice.connector.postgres.position.StreamOffset;
import io.sluice.connector.postgres.position.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Transaction metadata in Debezium's form: a record when a transaction begins, one when it ends,
 * and in every event its number within the transaction and within the transaction's events of its
 * table. Counts the events of the open transaction; belongs to the reading thread.
 */
public final class TransactionMetadata {

  static final Schema BLOCK =
      SchemaBuilder.struct()
          .name("event.block")
          .version(1)
          .optional()
          .field("id", Schema.STRING_SCHEMA)
          .field("total_order", Schema.INT64_SCHEMA)
          .field("data_collection_order", Schema.INT64_SCHEMA)
          .build();

  private static final Schema COLLECTION =
      SchemaBuilder.struct()
          .name("event.collection")
          .version(1)
          .optional()
          .field("data_collection", Schema.STRING_SCHEMA)
          .field("event_count", Schema.INT64_SCHEMA)
          .build();

  private final String topic;
  private final Schema keySchema;
  private final Schema valueSchema;

  private final Map<Object, Long> counts = new LinkedHashMap<>();
  private long total;

  private TransactionMetadata(Names names) {
    this.topic = names.transactionTopic();
    this.keySchema =
        SchemaBuilder.struct()
            .name(names.schema("io.debezium.connector.common.TransactionMetadataKey"))
            .version(1)
            .field("id", Schema.STRING_SCHEMA)
            .build();
    this.valueSchema =
        SchemaBuilder.struct()
            .name(names.schema("io.debezium.connector.common.TransactionMetadataValue"))
            .version(1)
            .field("status", Schema.STRING_SCHEMA)
            .field("id", Schema.STRING_SCHEMA)
            .field("event_count", Schema.OPTIONAL_INT64_SCHEMA)
            .field("data_collections", SchemaBuilder.array(COLLECTION).optional().build())
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();
  }

  /** Empty when it is not wanted. */
  public static Optional<TransactionMetadata> of(PostgresConfig config) {
    return TransactionSettings.wanted(config)
        ? Optional.of(new TransactionMetadata(new Names(config.names())))
        : Optional.empty();
  }

  /** Counts anew. */
  public void begin() {
    counts.clear();
    total = 0;
  }

  /** Counts an event and gives its {@code transaction} block. */
  public Struct block(TableId table, Transaction transaction, long lsn) {
    return block((Object) table, transaction, lsn);
  }

  /** Counts a logical decoding message and gives its {@code transaction} block. */
  public Struct messageBlock(Transaction transaction, long lsn) {
    return block("LOGICAL_DECODING_MESSAGE", transaction, lsn);
  }

  private Struct block(Object source, Transaction transaction, long lsn) {
    Long order = counts.merge(source, 1L, Long::sum);
    return Structs.of(BLOCK, new @Nullable Object[] {id(transaction, lsn), ++total, order});
  }

  /**
   * The record that says that a transaction begins.
   *
   * @param lsn where in the log it does
   */
  public SourceRecord beginning(
      Map<String, String> partition, StreamOffset offset, Transaction transaction, long lsn) {
    String id = id(transaction, lsn);
    return message(
        partition,
        offset,
        id,
        new @Nullable Object[] {"BEGIN", id, null, null, transaction.millis()});
  }

  /**
   * The record that says that a transaction has ended, and how many events it had.
   *
   * @param lsn where in the log it did
   */
  public SourceRecord end(
      Map<String, String> partition, StreamOffset offset, Transaction transaction, long lsn) {
    String id = id(transaction, lsn);
    List<Struct> collections = new ArrayList<>();
    counts.forEach(
        (source, count) ->
            collections.add(
                Structs.of(COLLECTION, new @Nullable Object[] {source.toString(), count})));
    return message(
        partition,
        offset,
        id,
        new @Nullable Object[] {"END", id, total, collections, transaction.millis()});
  }

  private SourceRecord message(
      Map<String, String> partition, StreamOffset offset, String id, @Nullable Object[] values) {
    return new SourceRecord(
        partition,
        offset,
        topic,
        null,
        keySchema,
        Structs.of(keySchema, new @Nullable Object[] {id}),
        valueSchema,
        Structs.of(valueSchema, values));
  }

  private static String id(Transaction transaction, long lsn) {
    return transaction.txId() + ":" + lsn;
  }
}
