package io.sluice.server.api;

import io.sluice.engine.deadletter.RecordCodec;
import io.sluice.state.deadletter.DeadLetter;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** Dead letters of a sink. */
final class Letters {
  private Letters() {}

  static DeadLetter of(String pipeline, long offset, String message) {
    SinkRecord record =
        new SinkRecord(
            "shop.orders",
            0,
            Schema.INT64_SCHEMA,
            offset,
            Schema.STRING_SCHEMA,
            "secret-value",
            offset,
            1_000L,
            TimestampType.CREATE_TIME);
    return new DeadLetter(
        pipeline,
        DeadLetter.Stage.SINK,
        "warehouse",
        "org.apache.kafka.connect.errors.DataException",
        message,
        "shop.orders",
        0,
        offset,
        "{\"server\":\"shop\"}",
        "{\"lsn\":" + offset + "}",
        "v1",
        RecordCodec.encode(record));
  }
}
