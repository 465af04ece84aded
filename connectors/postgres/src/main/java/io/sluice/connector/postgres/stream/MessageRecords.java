package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.event.LogicalMessages;
import io.sluice.connector.postgres.event.Processed;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.event.SourceBlock;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.Transaction;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;

/** Makes records of logical decoding messages. Belongs to the reading thread. */
final class MessageRecords {

  private final Map<String, String> partition;
  private final SourceBlock source;
  private final Clock clock;
  private final LogicalMessages messages;
  private final Place place;
  private final TransactionMarks marks;
  private final Deliveries deliveries;
  private final long taken;

  MessageRecords(
      Setup setup, Position from, Place place, TransactionMarks marks, Deliveries deliveries) {
    this.partition = setup.partition();
    this.source = setup.source();
    this.clock = setup.clock();
    this.messages = new LogicalMessages(setup.config());
    this.place = place;
    this.marks = marks;
    this.deliveries = deliveries;
    // What was written before the commit of a transaction comes before the transaction.
    this.taken = from.txId() == 0 ? from.lastCommitLsn() : from.lineage().reached();
  }

  /**
   * A message of the open transaction.
   *
   * @param message at its content
   * @param muted whether it is only to be counted
   */
  void inTransaction(String prefix, Message message, int length, boolean muted) {
    if (!messages.captures(prefix)) {
      return;
    }
    Struct block = marks.messageBlock();
    if (!muted) {
      deliveries.add(
          messages.of(
              partition,
              place.offset("MESSAGE"),
              prefix,
              message.bytes(),
              message.position(),
              length,
              source.message(place.transaction(), place.lsn()),
              block,
              Processed.now(clock)),
          length,
          place.lsn(),
          place.events());
    }
  }

  /**
   * A message that belongs to no transaction.
   *
   * @param end where in the log it ends
   * @param message at its content
   */
  void alone(long end, String prefix, Message message, int length) {
    if (end <= taken || !messages.captures(prefix)) {
      return;
    }
    Processed processed = Processed.now(clock);
    Transaction none =
        Transaction.of(0, 0, place.transaction().lastCommitLsn(), processed.micros());
    deliveries.addLonely(
        messages.of(
            partition,
            place.boundary(end, processed.micros()),
            prefix,
            message.bytes(),
            message.position(),
            length,
            source.message(none, end),
            null,
            processed),
        length,
        end);
  }
}
