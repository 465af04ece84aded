package io.sluice.connector.postgres.signal;

import io.sluice.connector.postgres.position.JsonText;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order as it came in.
 *
 * @param id chosen by the sender; told in notifications and logs
 * @param type what to do
 * @param data the details, a JSON object as text; null or empty for none
 * @param channel where it came from
 */
record Signal(String id, String type, @Nullable String data, String channel) {

  /**
   * Reads {@code {"id": ..., "type": ..., "data": {...}}}, with the data as an object or as its
   * text.
   *
   * @throws IOException saying what was expected
   */
  static Signal parse(String json, String channel) throws IOException {
    if (!(JsonText.parse(json) instanceof Map<?, ?> fields)) {
      throw new IOException("expected a JSON object with id, type and data");
    }
    Object type = fields.get("type");
    if (type == null) {
      throw new IOException("expected a JSON object with id, type and data, but it has no type");
    }
    Object id = fields.get("id");
    Object data = fields.get("data");
    return new Signal(
        id == null ? "" : id.toString(),
        type.toString(),
        data == null ? null : data instanceof String text ? text : JsonText.write(data),
        channel);
  }
}
