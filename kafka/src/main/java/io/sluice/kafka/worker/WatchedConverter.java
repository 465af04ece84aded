package io.sluice.kafka.worker;

import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a task's converter, and notes what it cannot do now: a schema registry that is
 * down is otherwise seen by nobody. Used by the one thread of its task. Open to the {@link
 * Namesakes} alone.
 */
public class WatchedConverter implements Converter, Monitorable {
  private final Converter converter;
  private final Watching watching;

  /**
   * @param converter configured already
   * @param isKey whether it is for keys
   * @param waits where it is noted
   */
  protected WatchedConverter(Converter converter, boolean isKey, TaskWaits waits) {
    this.converter = converter;
    this.watching =
        new Watching(converter, isKey ? "the key converter" : "the value converter", waits);
  }

  @Override
  public void configure(Map<String, ?> settings, boolean isKey) {
    converter.configure(settings, isKey);
  }

  @Override
  public byte @Nullable [] fromConnectData(
      String topic, @Nullable Schema schema, @Nullable Object value) {
    return watching.call(() -> converter.fromConnectData(topic, schema, value));
  }

  @Override
  public byte @Nullable [] fromConnectData(
      String topic, Headers headers, @Nullable Schema schema, @Nullable Object value) {
    return watching.call(() -> converter.fromConnectData(topic, headers, schema, value));
  }

  @Override
  public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
    return watching.call(() -> converter.toConnectData(topic, value));
  }

  @Override
  public SchemaAndValue toConnectData(String topic, Headers headers, byte @Nullable [] value) {
    return watching.call(() -> converter.toConnectData(topic, headers, value));
  }

  @Override
  public ConfigDef config() {
    return converter.config();
  }

  @Override
  public String version() {
    return converter.version();
  }

  @Override
  public void withPluginMetrics(PluginMetrics metrics) {
    if (converter instanceof Monitorable monitorable) {
      monitorable.withPluginMetrics(metrics);
    }
  }

  @Override
  public void close() throws IOException {
    watching.over();
    converter.close();
  }
}
