package io.sluice.engine.source;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * What a source connector sees of the engine.
 *
 * @param reconfigure called when the connector wants its tasks planned anew
 * @param failed called when the connector gives up
 */
public record DirectSourceConnectorContext(
    OffsetStorageReader offsetStorageReader,
    Supplier<PluginMetrics> metrics,
    Runnable reconfigure,
    Consumer<Exception> failed)
    implements SourceConnectorContext {
  @Override
  public void requestTaskReconfiguration() {
    reconfigure.run();
  }

  @Override
  public void raiseError(Exception e) {
    failed.accept(e);
  }

  @Override
  public PluginMetrics pluginMetrics() {
    return metrics.get();
  }
}
