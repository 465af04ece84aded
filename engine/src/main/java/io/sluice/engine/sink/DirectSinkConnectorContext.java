package io.sluice.engine.sink;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkConnectorContext;

/**
 * What a sink connector sees of the engine.
 *
 * @param reconfigure called when the connector wants its tasks planned anew
 * @param failed called when the connector gives up
 */
public record DirectSinkConnectorContext(
    Supplier<PluginMetrics> metrics, Runnable reconfigure, Consumer<Exception> failed)
    implements SinkConnectorContext {
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
