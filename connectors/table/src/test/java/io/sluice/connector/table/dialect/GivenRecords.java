package io.sluice.connector.table.dialect;

import io.sluice.testkit.SinkRun;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** What the source of a model has given to a sink, and gives again when it restarts. */
final class GivenRecords {
  private final SinkRun sink;
  private final List<SinkRecord> records = new ArrayList<>();

  GivenRecords(SinkRun sink) {
    this.sink = sink;
  }

  /** A change of the row of a key. */
  SinkRecord give(long key, Schema envelope, Struct value) {
    return kept(sink.append(Records.TOPIC, Records.KEY, Records.key(key), envelope, value));
  }

  /** The row of a key goes, and the tombstone follows; the record of the first. */
  SinkRecord giveDeleted(long key, Schema envelope, Struct value) {
    SinkRecord deleted = give(key, envelope, value);
    kept(sink.append(Records.TOPIC, Records.KEY, Records.key(key), null, null));
    return deleted;
  }

  /** The row of a key goes on under another one. */
  static void link(SinkRecord leaving, long from, SinkRecord arriving, long to) {
    leaving.headers().addStruct("__debezium.newkey", Records.key(to));
    arriving.headers().addStruct("__debezium.oldkey", Records.key(from));
  }

  private SinkRecord kept(SinkRecord record) {
    records.add(record);
    return record;
  }

  /** The source restarts: all comes again. */
  void giveAgain() {
    for (SinkRecord record : List.copyOf(records)) {
      SinkRecord repeated =
          sink.append(
              record.topic(),
              record.keySchema(),
              record.key(),
              record.valueSchema(),
              record.value());
      record.headers().forEach(repeated.headers()::add);
    }
  }

  /** What was given so far does not come again. */
  void forget() {
    records.clear();
  }

  /** What was given last does not come again. */
  void forgetLast() {
    records.remove(records.size() - 1);
  }
}
