package io.sluice.connector.postgres.event;

import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Settings;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.jspecify.annotations.Nullable;

/** Headers that tell of events who captured them, in Debezium's form. Immutable. */
final class ContextHeaders {

  private static final String PREFIX = "__debezium.context.";

  private final List<Named> headers;

  private record Named(String name, SchemaAndValue value) {}

  private ContextHeaders(List<Named> headers) {
    this.headers = headers;
  }

  /** None unless they are wanted. */
  static ContextHeaders of(PostgresConfig config) {
    if (!config.getBoolean(Settings.EXTENDED_HEADERS)) {
      return new ContextHeaders(List.of());
    }
    return new ContextHeaders(
        List.of(
            named("connectorLogicalName", config.prefix()),
            named("taskId", "0"),
            named("connectorName", "postgresql"),
            named("runId", UUID.randomUUID().toString())));
  }

  private static Named named(String name, String value) {
    return new Named(PREFIX + name, new SchemaAndValue(Schema.STRING_SCHEMA, value));
  }

  /**
   * Headers for one event, which it may change.
   *
   * @param own what it has anyway, null for none
   */
  @Nullable ConnectHeaders with(@Nullable ConnectHeaders own) {
    if (headers.isEmpty()) {
      return own;
    }
    ConnectHeaders all = own == null ? new ConnectHeaders() : own;
    headers.forEach(header -> all.add(header.name(), header.value()));
    return all;
  }
}
