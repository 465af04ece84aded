package io.sluice.connector.postgres.event;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.position.Transaction;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The {@code source} block of an event: where it comes from, in Debezium's form. Immutable. */
public final class SourceBlock {

  static final Schema SCHEMA =
      SchemaBuilder.struct()
          .name("io.debezium.connector.postgresql.Source")
          .version(1)
          .field("version", Schema.STRING_SCHEMA)
          .field("connector", Schema.STRING_SCHEMA)
          .field("name", Schema.STRING_SCHEMA)
          .field("ts_ms", Schema.INT64_SCHEMA)
          .field(
              "snapshot",
              SchemaBuilder.string()
                  .name("io.debezium.data.Enum")
                  .version(1)
                  .parameter(
                      "allowed",
                      "true,first,first_in_data_collection,last_in_data_collection,last,false,incremental")
                  .optional()
                  .defaultValue("false")
                  .build())
          .field("db", Schema.STRING_SCHEMA)
          .field("sequence", Schema.OPTIONAL_STRING_SCHEMA)
          .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
          .field("ts_ns", Schema.OPTIONAL_INT64_SCHEMA)
          .field("schema", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .field("txId", Schema.OPTIONAL_INT64_SCHEMA)
          .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
          .field("xmin", Schema.OPTIONAL_INT64_SCHEMA)
          .field("origin", Schema.OPTIONAL_STRING_SCHEMA)
          .field("origin_lsn", Schema.OPTIONAL_INT64_SCHEMA)
          .build();

  private static final TableId NO_TABLE = new TableId("", "");

  private final String version;
  private final String prefix;
  private final String database;

  public SourceBlock(String version, String prefix, String database) {
    this.version = version;
    this.prefix = prefix;
    this.database = database;
  }

  /**
   * The block of a row that the snapshot read.
   *
   * @param marker Debezium's snapshot marker: true, first, first_in_data_collection,
   *     last_in_data_collection, last
   * @param micros when the snapshot was taken, microseconds since 1970
   */
  public Struct snapshot(TableFormat format, String marker, long micros, long txId, long lsn) {
    return block(
        format.table().id(),
        marker,
        "[null,\"" + lsn + "\"]",
        micros / 1000,
        micros,
        micros * 1000,
        txId,
        lsn,
        null,
        null);
  }

  /** The block of a change. */
  public Struct change(TableFormat format, Transaction transaction, long lsn) {
    return change(format.table().id(), transaction, lsn);
  }

  /**
   * The block of a logical decoding message.
   *
   * @param transaction its transaction; of one outside of a transaction the number is 0
   */
  public Struct message(Transaction transaction, long lsn) {
    return change(NO_TABLE, transaction, lsn);
  }

  private Struct change(TableId table, Transaction transaction, long lsn) {
    long lastCommitLsn = transaction.lastCommitLsn();
    String sequence =
        lastCommitLsn == 0
            ? "[null,\"" + lsn + "\"]"
            : "[\"" + lastCommitLsn + "\",\"" + lsn + "\"]";
    return block(
        table,
        null,
        sequence,
        transaction.millis(),
        transaction.micros(),
        transaction.nanos(),
        transaction.txId() == 0 ? null : transaction.txId(),
        lsn,
        transaction.origin(),
        transaction.originLsn());
  }

  private Struct block(
      TableId table,
      @Nullable String marker,
      String sequence,
      Long millis,
      Long micros,
      Long nanos,
      @Nullable Long txId,
      long lsn,
      @Nullable String origin,
      @Nullable Long originLsn) {
    return Structs.of(
        SCHEMA,
        new @Nullable Object[] {
          version,
          "postgresql",
          prefix,
          millis,
          marker,
          database,
          sequence,
          micros,
          nanos,
          table.schema(),
          table.table(),
          txId,
          lsn,
          null,
          origin,
          originLsn
        });
  }
}
