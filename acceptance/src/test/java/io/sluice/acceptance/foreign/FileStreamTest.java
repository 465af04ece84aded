package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Engine;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Target;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own FileStream connectors run here as they are. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileStreamTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  @Tried(
      connector = "FileStream",
      artifact = "org.apache.kafka:connect-file:4.3.1",
      kind = "sink",
      what = "lines to a file, stop and go on")
  void lines_flow_from_file_to_file_and_go_on_where_they_stopped() throws Exception {
    Lines lines = new Lines(folder, "plain");
    Path file = lines.pipeline("plain").writeTo(folder);
    lines.write(1_000);
    try (Engine engine = new Engine(folder)) {
      PipelineRun run = engine.start(file);
      lines.flow();
      assertThat(run.stop(SOON).state()).isEqualTo(RunState.STOPPED);
    }
    lines.write(500);

    try (Engine engine = new Engine(folder)) {
      PipelineRun run = engine.start(file);
      lines.flow();
      run.stop(SOON);
    }

    assertThat(lines.arrived()).isEqualTo(lines.sent()).hasSize(1_502);
  }

  @Test
  @Tried(
      connector = "FileStream",
      artifact = "org.apache.kafka:connect-file:4.3.1",
      kind = "source",
      what = "lines of a file, stop and go on; into DuckDB as rows by `HoistField`")
  void lines_become_rows_by_a_transform_of_kafkas() throws Exception {
    Lines lines = new Lines(folder, "rows");
    Target target = Target.duckdb(folder, "rows");
    Path file =
        new PipelineFile("rows")
            .source("FileStreamSource", lines.source())
            .transform(
                Map.of(
                    "type",
                    "org.apache.kafka.connect.transforms.HoistField$Value",
                    "field",
                    "line"))
            .sink(
                "table",
                "table",
                Map.of("url", target.url(), "mode", "append", "primary.key.mode", "none"))
            .writeTo(folder);
    lines.write(2_000);

    try (Engine engine = new Engine(folder)) {
      PipelineRun run = engine.startOnce(file);
      assertThat(run.awaitEnd(SOON).state()).as("%s", run.status()).isEqualTo(RunState.COMPLETED);
      assertThat(run.status().counts().delivered()).isEqualTo(2_000);
    }

    assertThat(target.column("SELECT line FROM lines ORDER BY rowid")).isEqualTo(lines.sent());
  }
}
