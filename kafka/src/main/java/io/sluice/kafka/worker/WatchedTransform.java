package io.sluice.kafka.worker;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a task's transform, and notes what it cannot do now: one that asks somebody,
 * such as a contract its registry, may wait for him. Used by the one thread of its task. Open to
 * the {@link Namesakes} alone.
 *
 * @param <R> a source's records, or a sink's
 */
public class WatchedTransform<R extends ConnectRecord<R>>
    implements Transformation<R>, Monitorable {
  private final Transformation<R> transform;
  private final Watching watching;

  /**
   * @param waits where it is noted
   */
  protected WatchedTransform(Transformation<R> transform, TaskWaits waits) {
    this.transform = transform;
    this.watching =
        new Watching(transform, "transform " + transform.getClass().getSimpleName(), waits);
  }

  @Override
  public @Nullable R apply(R record) {
    return watching.call(() -> transform.apply(record));
  }

  @Override
  public void configure(Map<String, ?> settings) {
    watching.call(
        () -> {
          transform.configure(settings);
          return settings;
        });
  }

  @Override
  public ConfigDef config() {
    return transform.config();
  }

  @Override
  public String version() {
    return transform.version();
  }

  @Override
  public void withPluginMetrics(PluginMetrics metrics) {
    if (transform instanceof Monitorable monitorable) {
      monitorable.withPluginMetrics(metrics);
    }
  }

  @Override
  public void close() {
    watching.over();
    transform.close();
  }
}
