package io.sluice.bench.connector;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the same batch of prepared records, again and again, until there were enough; or, where
 * keys have a stride, a record for each key, all over the range of keys. Its offset says which
 * batch a record was in; it does not resume.
 */
public final class PreparedSourceTask extends SourceTask {

  private static final Schema KEY =
      SchemaBuilder.struct().name("bench.Key").field("id", Schema.INT64_SCHEMA).build();
  private static final Schema VALUE =
      SchemaBuilder.struct()
          .name("bench.Value")
          .field("id", Schema.INT64_SCHEMA)
          .field("customer", Schema.INT32_SCHEMA)
          .field("status", Schema.STRING_SCHEMA)
          .field("note", Schema.OPTIONAL_STRING_SCHEMA)
          .field("total", Decimal.schema(2))
          .field("placed", Timestamp.SCHEMA)
          .field("changed", Timestamp.SCHEMA)
          .field("paid", Schema.BOOLEAN_SCHEMA)
          .field("weight", Schema.OPTIONAL_FLOAT64_SCHEMA)
          .field("token", Schema.STRING_SCHEMA)
          .build();

  /** Coprime to all powers of ten, which numbers of records are: so every key comes once. */
  private static final long STEP = 7_919;

  private static final Map<String, String> PARTITION = Map.of("source", "prepared");
  private static final Map<String, Long> OFFSET = Map.of("batch", 1L);

  private List<SourceRecord> batch = List.of();
  private long records;
  private long left;
  private long stride;
  private int size;

  @Override
  public void start(Map<String, String> config) {
    records = Long.parseLong(config.get(PreparedSourceConnector.RECORDS));
    left = records;
    stride = Long.parseLong(config.getOrDefault(PreparedSourceConnector.STRIDE, "0"));
    size =
        Integer.parseInt(
            config.getOrDefault(
                PreparedSourceConnector.BATCH,
                Integer.toString(PreparedSourceConnector.BATCH_DEFAULT)));
    List<SourceRecord> prepared = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      prepared.add(made(i));
    }
    batch = List.copyOf(prepared);
  }

  private static SourceRecord made(long id) {
    return new SourceRecord(
        PARTITION, OFFSET, "bench.orders", null, KEY, key(id), VALUE, value(id));
  }

  private static Struct key(long id) {
    return new Struct(KEY).put("id", id);
  }

  private static Struct value(long id) {
    return new Struct(VALUE)
        .put("id", id)
        .put("customer", (int) (id * 7919 % 100_000))
        .put("status", "packed")
        .put("note", "note " + id)
        .put("total", BigDecimal.valueOf(id * 37 % 1_000_000, 2))
        .put("placed", new Date(id * 1_000))
        .put("changed", new Date(id * 1_000))
        .put("paid", id % 2 == 0)
        .put("weight", id / 7.0)
        .put("token", new UUID(id, id).toString());
  }

  @Override
  public @Nullable List<SourceRecord> poll() throws InterruptedException {
    if (left <= 0) {
      // Nothing more will come; an engine asks again, and must not be kept waiting when it wants to
      // stop.
      Thread.sleep(10);
      return null;
    }
    if (stride == 0) {
      left -= batch.size();
      return batch;
    }
    List<SourceRecord> next = new ArrayList<>(size);
    for (; next.size() < size && left > 0; left--) {
      next.add(made(1 + (left * STEP) % records * stride));
    }
    return next;
  }

  @Override
  public void stop() {}

  @Override
  public String version() {
    return "1";
  }
}
