package io.sluice.cli.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialSinkTest {
  @TempDir Path work;

  private TrialSink.Lines task(Path file) {
    TrialSink.Lines task = new TrialSink.Lines();
    task.start(Map.of(TrialSink.FILE, file.toString(), TrialSink.ENOUGH, "3"));
    return task;
  }

  private static SinkRecord record(long offset) {
    return new SinkRecord("t", 0, null, null, Schema.INT64_SCHEMA, offset, offset);
  }

  @Test
  void no_more_is_written_than_somebody_looks_at_whether_or_not_the_task_fails_meanwhile() {
    Path file = work.resolve("records.jsonl");
    task(file).put(List.of(record(0), record(1)));

    TrialSink.Lines again = task(file);
    again.put(List.of(record(2), record(3), record(4)));
    again.put(List.of(record(5)));

    assertThat(file).content().hasLineCount(3);
  }
}
