package io.sluice.connector.table.dialect;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.connector.table.stock.WorkerSinkRun;
import io.sluice.testkit.SinkRun;
import io.sluice.testkit.SinkTaskHarness;
import java.util.Map;

/** Who runs the sink of the suites. */
public enum RunBy {
  /** The test kit, which plays an engine. */
  HARNESS {
    @Override
    public SinkRun sink(Map<String, String> config, boolean withReporter) {
      return new SinkTaskHarness(TableSinkConnector::new, config, withReporter);
    }
  },

  /** Kafka Connect's own worker, with records in Kafka's topics and offsets in its groups. */
  WORKER {
    @Override
    public SinkRun sink(Map<String, String> config, boolean withReporter) {
      return new WorkerSinkRun(config, withReporter);
    }

    @Override
    public SinkRun started(Map<String, String> config) {
      return new WorkerSinkRun(config, true).startWhenUsed();
    }
  };

  /**
   * A sink that is not started.
   *
   * @param withReporter whether there are dead letters
   */
  public abstract SinkRun sink(Map<String, String> config, boolean withReporter);

  /** A sink that is started before its first record comes. */
  public SinkRun started(Map<String, String> config) {
    return sink(config, true).start();
  }

  /** As the system property {@code suites.run-by} says; long runs of the build set it. */
  public static RunBy chosen() {
    return valueOf(System.getProperty("suites.run-by", HARNESS.name()));
  }
}
