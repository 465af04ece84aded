package io.sluice.connector.table.dialect;

import io.sluice.testkit.SinkRun;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a started sink on a fresh target. */
@Tag("suites")
@ExtendWith(WorkerCondition.class)
public abstract class SinkCase {
  @TempDir protected Path folder;
  protected TargetUnderTest target;
  protected SinkRun sink;
  protected Records records;

  protected abstract TargetUnderTest target(Path emptyFolder);

  @BeforeEach
  void start() {
    target = target(folder);
    sink = RunBy.chosen().started(target.config());
    records = new Records(sink);
  }

  /** Starts the sink again with other settings. */
  protected void start(Map<String, String> settings) {
    sink.close();
    sink = started(settings);
    records = new Records(sink);
  }

  private SinkRun started(Map<String, String> settings) {
    Map<String, String> config = new HashMap<>(target.config());
    config.putAll(settings);
    return RunBy.chosen().sink(config, true).start();
  }

  @AfterEach
  void stop() {
    sink.close();
    target.close();
  }
}
