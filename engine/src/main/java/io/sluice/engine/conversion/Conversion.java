package io.sluice.engine.conversion;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.PluginException;
import io.sluice.plugin.Plugins;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Has a sink that names converters see what it would see on Kafka Connect: keys, values and headers
 * go through the source's converter into bytes and through the sink's out of them. A half for which
 * the sink names none is handed over as it is. One for each sink task, used by its thread only,
 * since converters need not be thread-safe.
 */
public final class Conversion implements AutoCloseable {
  private static final List<String> CONVERTERS =
      List.of(ByteWay.KEY, ByteWay.VALUE, HeaderWay.HEADER);

  private final @Nullable ByteWay keys;
  private final @Nullable ByteWay values;
  private final @Nullable HeaderWay headers;

  private Conversion(
      @Nullable ByteWay keys, @Nullable ByteWay values, @Nullable HeaderWay headers) {
    this.keys = keys;
    this.values = values;
    this.headers = headers;
  }

  /**
   * The conversion of a sink; empty if it names no converter.
   *
   * @throws FaultException if a converter is not there or refuses its settings
   */
  public static Optional<Conversion> open(
      ConnectorSpec source, ConnectorSpec sink, Plugins plugins, Secrets secrets) {
    if (CONVERTERS.stream().noneMatch(sink.config().values()::containsKey)) {
      return Optional.empty();
    }
    Map<String, String> from = secrets.resolve(source.config());
    Map<String, String> to = secrets.resolve(sink.config());
    try {
      return Optional.of(
          new Conversion(
              ByteWay.open(ByteWay.KEY, from, to, plugins),
              ByteWay.open(ByteWay.VALUE, from, to, plugins),
              HeaderWay.open(from, to, plugins)));
    } catch (PluginException e) {
      throw new FaultException(Fault.CONFIGURATION, String.valueOf(e.getMessage()), e);
    }
  }

  /** What of a connector's settings is about converters. */
  public static Map<String, String> settings(Map<String, String> config) {
    Map<String, String> settings = new HashMap<>(config);
    settings
        .keySet()
        .removeIf(
            key ->
                CONVERTERS.stream()
                    .noneMatch(which -> key.equals(which) || key.startsWith(which + ".")));
    return settings;
  }

  /**
   * The record as the sink sees it.
   *
   * @throws RuntimeException of the converter that refuses it
   */
  public SinkRecord apply(SinkRecord record) {
    RecordHeaders bytes = new RecordHeaders();
    HeaderWay byHeader = headers;
    if (byHeader != null) {
      byHeader.write(record, bytes);
    }
    SchemaAndValue key = new SchemaAndValue(record.keySchema(), record.key());
    SchemaAndValue value = new SchemaAndValue(record.valueSchema(), record.value());
    return new ConvertedRecord(
        record,
        keys == null ? key : keys.through(record.topic(), bytes, key),
        values == null ? value : values.through(record.topic(), bytes, value),
        byHeader == null ? record.headers() : byHeader.read(record.topic(), bytes));
  }

  @Override
  public void close() {
    if (keys != null) {
      keys.close();
    }
    if (values != null) {
      values.close();
    }
    if (headers != null) {
      headers.close();
    }
  }
}
