package io.sluice.engine.run;

import java.util.Map;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.jspecify.annotations.Nullable;

/**
 * Where plugins may register figures of their own, as Connect 4.1 and later let them. Made when the
 * first one asks. Thread-safe.
 */
final class EngineMetrics implements AutoCloseable {
  private @Nullable Metrics metrics;

  /** A registry of its own for whoever asks. */
  synchronized PluginMetrics get() {
    if (metrics == null) {
      metrics = new Metrics();
    }
    return new PluginMetricsImpl(metrics, Map.of());
  }

  @Override
  public synchronized void close() {
    if (metrics != null) {
      metrics.close();
      metrics = null;
    }
  }
}
