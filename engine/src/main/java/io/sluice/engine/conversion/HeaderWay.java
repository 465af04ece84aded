package io.sluice.engine.conversion;

import io.sluice.plugin.Isolated;
import io.sluice.plugin.LoaderScope;
import io.sluice.plugin.PluginKind;
import io.sluice.plugin.Plugins;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.ConverterConfig;
import org.apache.kafka.connect.storage.ConverterType;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.jspecify.annotations.Nullable;

/** The way of headers through the source's converter and the sink's. */
record HeaderWay(Isolated<HeaderConverter> into, Isolated<HeaderConverter> out)
    implements AutoCloseable {
  static final String HEADER = "header.converter";

  /** By what source and sink say; null if the sink says nothing. */
  static @Nullable HeaderWay open(
      Map<String, String> source, Map<String, String> sink, Plugins plugins) {
    return sink.containsKey(HEADER)
        ? new HeaderWay(make(source, plugins), make(sink, plugins))
        : null;
  }

  private static Isolated<HeaderConverter> make(Map<String, String> config, Plugins plugins) {
    return Converters.make(
        HeaderConverter.class,
        PluginKind.HEADER_CONVERTER,
        HEADER,
        config,
        SimpleHeaderConverter.class.getName(),
        plugins,
        (converter, settings) -> {
          Map<String, String> all = new HashMap<>(settings);
          all.put(ConverterConfig.TYPE_CONFIG, ConverterType.HEADER.getName());
          converter.configure(all);
        });
  }

  void write(SinkRecord record, RecordHeaders bytes) {
    try (LoaderScope scope = into.enter()) {
      for (Header header : record.headers()) {
        bytes.add(
            header.key(),
            into.instance()
                .fromConnectHeader(record.topic(), header.key(), header.schema(), header.value()));
      }
    }
  }

  Headers read(String topic, RecordHeaders bytes) {
    Headers headers = new ConnectHeaders();
    try (LoaderScope scope = out.enter()) {
      for (org.apache.kafka.common.header.Header each : bytes) {
        headers.add(each.key(), out.instance().toConnectHeader(topic, each.key(), each.value()));
      }
    }
    return headers;
  }

  @Override
  public void close() {
    Converters.close(into);
    Converters.close(out);
  }
}
