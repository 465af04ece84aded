package io.sluice.connector.table.transaction;

import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that says that a transaction begins or has ended. Their form is that of Debezium's
 * documentation, "Transaction metadata".
 *
 * @param begins whether it begins; else it has ended
 * @param id of the transaction, see {@link #id}
 */
record TransactionMark(boolean begins, String id) {
  /** The schema's name may carry a prefix, and be adjusted for Avro. */
  private static final String SCHEMA = "TransactionMetadataValue";

  /** What the record says; nothing if it is another kind of record. */
  static Optional<TransactionMark> of(SinkRecord record) {
    Schema schema = record.valueSchema();
    if (schema == null
        || schema.name() == null
        || !schema.name().endsWith(SCHEMA)
        || !(record.value() instanceof Struct mark)
        || schema.field("status") == null
        || schema.field("id") == null) {
      return Optional.empty();
    }
    boolean begins = "BEGIN".equals(mark.getString("status"));
    return Optional.of(new TransactionMark(begins, id(mark.getString("id"))));
  }

  /** The transaction that an event says it belongs to; null if it says nothing. */
  static @Nullable Struct block(SinkRecord record) {
    Schema schema = record.valueSchema();
    if (schema == null
        || schema.type() != Schema.Type.STRUCT
        || schema.field("transaction") == null
        || !(record.value() instanceof Struct envelope)
        || !(envelope.get("transaction") instanceof Struct block)
        || block.schema().field("id") == null) {
      return null;
    }
    return block;
  }

  /**
   * What is the same in all that tells of one transaction. PostgreSQL's are {@code number:position}
   * with the position of the record itself.
   */
  static String id(@Nullable String said) {
    String id = said == null ? "" : said;
    int colon = id.indexOf(':');
    return colon > 0 && digits(id, 0, colon) && digits(id, colon + 1, id.length())
        ? id.substring(0, colon)
        : id;
  }

  private static boolean digits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return to > from;
  }
}
