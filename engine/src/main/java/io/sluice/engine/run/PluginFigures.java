package io.sluice.engine.run;

import java.util.Map;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;

/** Where plugins may register figures of their own, as Connect 4.1 and later let them. */
public final class PluginFigures {
  private PluginFigures() {}

  /**
   * A registry of its own for whoever asks, so that two plugins, or one that is started again, may
   * use the same names. It has no reporters and no threads, and is forgotten with its plugin.
   */
  public static PluginMetrics ofItsOwn() {
    return new PluginMetricsImpl(new Metrics(), Map.of());
  }
}
