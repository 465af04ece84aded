package io.sluice.connector.table;

import io.sluice.testkit.SinkTaskHarness;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A sink on a fresh target; each dialect's subclass runs the same tests. */
abstract class TableSinkTestCase {
  @TempDir Path folder;
  TargetUnderTest target;
  SinkTaskHarness sink;
  Records records;

  abstract TargetUnderTest target(Path emptyFolder);

  @BeforeEach
  void start() {
    target = target(folder);
    sink = started(Map.of());
    records = new Records(sink);
  }

  /** Starts the sink again with other settings. */
  void start(Map<String, String> settings) {
    sink.close();
    sink = started(settings);
    records = new Records(sink);
  }

  private SinkTaskHarness started(Map<String, String> settings) {
    Map<String, String> config = new HashMap<>(target.config());
    config.putAll(settings);
    return new SinkTaskHarness(TableSinkConnector::new, config).start();
  }

  @AfterEach
  void stop() {
    sink.close();
    target.close();
  }
}
