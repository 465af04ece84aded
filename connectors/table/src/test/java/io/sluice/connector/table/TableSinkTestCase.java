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
    start(Map.of());
  }

  /** Starts the sink again with other settings. */
  void start(Map<String, String> settings) {
    if (sink != null) {
      sink.close();
    }
    Map<String, String> config = new HashMap<>(target.config());
    config.putAll(settings);
    sink = new SinkTaskHarness(TableSinkConnector::new, config).start();
    records = new Records(sink);
  }

  @AfterEach
  void stop() {
    sink.close();
    target.close();
  }
}
