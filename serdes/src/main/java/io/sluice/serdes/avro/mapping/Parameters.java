package io.sluice.serdes.avro.mapping;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/** Parameters of Connect's schemas, as properties of Avro's. */
final class Parameters {
  private Parameters() {}

  /** Those that are written down: all but the one that only tells where a default came from. */
  static Map<String, String> kept(Schema schema) {
    if (schema.parameters() == null) {
      return Map.of();
    }
    Map<String, String> kept = new LinkedHashMap<>(schema.parameters());
    kept.remove(Names.FIELD_DEFAULT);
    return kept;
  }
}
