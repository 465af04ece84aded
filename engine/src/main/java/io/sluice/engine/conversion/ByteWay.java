package io.sluice.engine.conversion;

import io.sluice.pipeline.kafka.RecordFormat;
import io.sluice.plugin.Isolated;
import io.sluice.plugin.LoaderScope;
import io.sluice.plugin.PluginKind;
import io.sluice.plugin.Plugins;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/** The way of keys, or of values, through the source's converter and the sink's. */
record ByteWay(Isolated<Converter> into, Isolated<Converter> out) implements AutoCloseable {
  static final String KEY = "key.converter";
  static final String VALUE = "value.converter";

  /** By what source and sink say; null if the sink says nothing. */
  static @Nullable ByteWay open(
      String which, Map<String, String> source, Map<String, String> sink, Plugins plugins) {
    return sink.containsKey(which)
        ? new ByteWay(make(which, source, plugins), make(which, sink, plugins))
        : null;
  }

  private static Isolated<Converter> make(
      String which, Map<String, String> config, Plugins plugins) {
    return Converters.make(
        Converter.class,
        PluginKind.CONVERTER,
        which,
        config,
        RecordFormat.JSON_WITH_SCHEMAS.className(),
        plugins,
        (converter, settings) -> converter.configure(settings, which.equals(KEY)));
  }

  SchemaAndValue through(String topic, Headers headers, SchemaAndValue value) {
    byte[] bytes;
    try (LoaderScope scope = into.enter()) {
      bytes = into.instance().fromConnectData(topic, headers, value.schema(), value.value());
    }
    try (LoaderScope scope = out.enter()) {
      return out.instance().toConnectData(topic, headers, bytes);
    }
  }

  @Override
  public void close() {
    Converters.close(into);
    Converters.close(out);
  }
}
