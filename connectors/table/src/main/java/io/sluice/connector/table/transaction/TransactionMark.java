package io.sluice.connector.table.transaction;

import io.sluice.connector.table.config.TransactionSettings;
import io.sluice.connector.table.record.KafkaPlace;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
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
  private static final String SCHEMA = "io.debezium.connector.common.TransactionMetadataValue";

  /**
   * What the record says; nothing if it is another kind of record, whatever its fields are called.
   *
   * @throws ConnectException if it says neither that a transaction begins nor that it has ended
   */
  static Optional<TransactionMark> of(SinkRecord record) {
    Schema schema = record.valueSchema();
    if (schema == null
        || !SCHEMA.equals(schema.name())
        || !(record.value() instanceof Struct mark)
        || !isText(schema, "status")
        || !isText(schema, "id")) {
      return Optional.empty();
    }
    String status = mark.getString("status");
    if (!"BEGIN".equals(status) && !"END".equals(status)) {
      throw new ConnectException(
          KafkaPlace.words(record)
              + ": a mark of a transaction whose status is neither BEGIN nor END. Where its"
              + " transaction ends cannot be told: set "
              + TransactionSettings.BOUNDARIES
              + "=false, or keep transforms off these records.");
    }
    return Optional.of(new TransactionMark("BEGIN".equals(status), id(mark.getString("id"))));
  }

  /** Whether a value without a schema has the fields of a mark; it is not taken for one. */
  static boolean looksLikeOne(Map<?, ?> value) {
    return value.containsKey("event_count")
        && value.containsKey("data_collections")
        && value.get("id") instanceof String
        && ("BEGIN".equals(value.get("status")) || "END".equals(value.get("status")));
  }

  private static boolean isText(Schema schema, String field) {
    return schema.type() == Schema.Type.STRUCT
        && schema.field(field) != null
        && schema.field(field).schema().type() == Schema.Type.STRING;
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
