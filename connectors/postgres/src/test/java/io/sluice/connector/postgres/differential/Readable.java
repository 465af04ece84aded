package io.sluice.connector.postgres.differential;

import io.sluice.connector.postgres.testbed.Described;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Records as texts by topic.
 *
 * @param withoutValues columns of which the values are left out
 * @param withoutColumns columns that are left out with their schemas
 * @param withoutInSource fields of the source block of which the values are left out
 */
record Readable(
    Set<String> withoutValues, Set<String> withoutColumns, Set<String> withoutInSource) {

  /** What tells when something was read, or by whom. */
  private static final Set<String> STREAM = Set.of("version", "sequence");

  /** Two snapshots are not taken at the same place. */
  private static final Set<String> SNAPSHOT =
      Set.of("version", "ts_ms", "ts_us", "ts_ns", "lsn", "txId", "sequence");

  Map<String, List<String>> texts(List<SourceRecord> records) {
    Set<String> columns = new TreeSet<>(withoutValues);
    columns.addAll(withoutColumns);
    Map<String, List<String>> texts = new TreeMap<>();
    for (SourceRecord record : records) {
      boolean snapshot = record.sourceOffset().containsKey("snapshot") || isRead(record);
      Set<String> source = new TreeSet<>(snapshot ? SNAPSHOT : STREAM);
      source.addAll(withoutInSource);
      texts
          .computeIfAbsent(record.topic(), t -> new ArrayList<>())
          .add(Described.text(record, source, columns));
    }
    return texts;
  }

  /** A row that was read, not changed. */
  private static boolean isRead(SourceRecord record) {
    return record.value() instanceof Struct value
        && value.schema().field("op") != null
        && "r".equals(value.getString("op"));
  }

  Map<String, Set<String>> schemas(List<SourceRecord> records) {
    Map<String, Set<String>> schemas = new LinkedHashMap<>();
    for (SourceRecord record : records) {
      schemas
          .computeIfAbsent(record.topic(), t -> new TreeSet<>())
          .add(
              Described.schema(record.keySchema(), "", withoutColumns)
                  + "\n"
                  + Described.schema(record.valueSchema(), "", withoutColumns));
    }
    return new TreeMap<>(schemas);
  }
}
