package io.sluice.engine.source;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** What a source task sees of the engine. */
public record DirectSourceTaskContext(
    Map<String, String> configs,
    OffsetStorageReader offsetStorageReader,
    Supplier<PluginMetrics> metrics)
    implements SourceTaskContext {
  @Override
  public PluginMetrics pluginMetrics() {
    return metrics.get();
  }
}
