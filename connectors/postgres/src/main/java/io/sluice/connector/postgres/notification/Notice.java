package io.sluice.connector.postgres.notification;

import io.sluice.connector.postgres.position.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One notification.
 *
 * @param id of the signal that led to it, or a random one
 * @param aggregateType what it is about, such as {@code Incremental Snapshot}
 * @param type what happened, such as {@code STARTED}
 * @param additionalData the details
 * @param timestamp milliseconds since 1970
 */
record Notice(
    String id,
    String aggregateType,
    String type,
    Map<String, String> additionalData,
    long timestamp) {

  Notice {
    additionalData = Map.copyOf(additionalData);
  }

  /** As JSON, with Debezium's names. */
  String json() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", id);
    fields.put("aggregateType", aggregateType);
    fields.put("type", type);
    fields.put("additionalData", additionalData);
    fields.put("timestamp", timestamp);
    return JsonText.write(fields);
  }
}
