package io.sluice.cli.deadletter;

import io.sluice.engine.deadletter.RecordCodec;
import io.sluice.state.StateDatabase;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.deadletter.DeadLetters;
import java.util.List;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** Lines that the sink {@code printer} of a pipeline is said to have refused; none has a key. */
public final class SetAside {
  private SetAside() {}

  /** Its id. */
  public static long letter(StateDatabase state, String pipeline, String line) {
    state
        .deadLetters()
        .add(
            List.of(
                new DeadLetter(
                    pipeline,
                    DeadLetter.Stage.SINK,
                    "printer",
                    "E",
                    "no paper",
                    "lines",
                    0,
                    (long) line.hashCode(),
                    null,
                    null,
                    "v1",
                    record(line))));
    return state.deadLetters().list(DeadLetters.Filter.open(pipeline), 0, 1_000).stream()
        .mapToLong(DeadLetters.Stored::id)
        .max()
        .orElseThrow();
  }

  /** The id of a copy of a letter with another line. */
  public static long copy(StateDatabase state, long letter, String line) {
    return state.letterCopies().make(letter, record(line), "ada", "").orElseThrow();
  }

  private static byte[] record(String line) {
    return RecordCodec.encode(
        new SinkRecord(
            "lines",
            0,
            null,
            null,
            Schema.STRING_SCHEMA,
            line,
            0,
            null,
            TimestampType.NO_TIMESTAMP_TYPE));
  }
}
