package io.sluice.connector.table.write;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Which tables of the source came in each topic, as envelopes say it. A topic may bring many:
 * partitions of a table, or tables that a transform brought together. Two whose names become one
 * where topics have no other characters than Kafka's were brought together by nobody: rows of one
 * would replace those of the other. Used by one thread.
 */
final class SourceTables {
  private final Map<String, Map<String, SourceTable>> byTopic = new HashMap<>();
  private @Nullable Schema schema;
  private @Nullable Field schemaField;
  private @Nullable Field tableField;
  private String lastTopic = "";
  private @Nullable SourceTable last;

  /**
   * A record came.
   *
   * @param source its envelope's source block; null if it has none, which says nothing
   * @throws ConfigException if it is of a table that must not be in this topic
   */
  void came(String topic, @Nullable Struct source) {
    if (source == null) {
      return;
    }
    if (source.schema() != schema) {
      schema = source.schema();
      schemaField = SourceTable.text(source.schema(), "schema");
      tableField = SourceTable.text(source.schema(), "table");
    }
    if (schemaField == null || tableField == null) {
      return;
    }
    if (!(source.get(schemaField) instanceof String ofSchema)
        || !(source.get(tableField) instanceof String table)) {
      return;
    }
    SourceTable neighbour = last;
    boolean same = // Neighbours mostly share both.
        neighbour != null
            && table.equals(neighbour.table())
            && ofSchema.equals(neighbour.schema())
            && topic.equals(lastTopic);
    if (!same) {
      other(topic, new SourceTable(ofSchema, table));
    }
  }

  private void other(String topic, SourceTable origin) {
    Map<String, SourceTable> known = byTopic.computeIfAbsent(topic, any -> new HashMap<>());
    SourceTable first = known.putIfAbsent(origin.sanitized(), origin);
    if (first != null && !first.equals(origin)) {
      throw new ConfigException(
          "tables '"
              + first
              + "' and '"
              + origin
              + "' of the source both come in topic '"
              + topic
              + "', whose characters cannot tell their names apart: rows of one would replace those"
              + " of the other. Leave one of them out at the source, rename one, or have the source"
              + " name topics otherwise (topic.naming.strategy).");
    }
    lastTopic = topic;
    last = origin;
  }
}
