package io.sluice.testkit;

import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** The surroundings of a connector that is only asked for its plans. */
final class NoContext implements SourceConnectorContext {
  @Override
  public void requestTaskReconfiguration() {}

  @Override
  public void raiseError(Exception e) {
    throw new IllegalStateException("The connector raised an error", e);
  }

  @Override
  public OffsetStorageReader offsetStorageReader() {
    return new InMemoryOffsets();
  }

  @Override
  public PluginMetrics pluginMetrics() {
    throw new UnsupportedOperationException("No metrics are kept");
  }
}
