package io.sluice.plugin;

import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** What a plugin can be. The order is the one that lists show. */
public enum PluginKind {
  SOURCE(SourceConnector.class, "source connector"),
  SINK(SinkConnector.class, "sink connector"),
  TRANSFORMATION(Transformation.class, "transformation"),
  PREDICATE(Predicate.class, "predicate"),
  CONVERTER(Converter.class, "converter"),
  HEADER_CONVERTER(HeaderConverter.class, "header converter"),
  CONFIG_PROVIDER(ConfigProvider.class, "config provider");

  private final Class<?> type;
  private final String title;

  PluginKind(Class<?> type, String title) {
    this.type = type;
    this.title = title;
  }

  /** The class of Kafka Connect's API that such a plugin extends. */
  public Class<?> type() {
    return type;
  }

  /** What people call it, in lower case. */
  public String title() {
    return title;
  }
}
