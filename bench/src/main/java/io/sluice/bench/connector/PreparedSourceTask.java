package io.sluice.bench.connector;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

  private static final long IDLE_MILLIS = 500;

  private static final Map<String, String> PARTITION = Map.of("source", "prepared");
  private static final Map<String, Long> OFFSET = Map.of("batch", 1L);

  private List<SourceRecord> batch = List.of();
  private long records;
  private long left;
  private long stride;
  private long rate;
  private long begin;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private int size;
  private String topic = PreparedSourceConnector.TOPIC_DEFAULT;

  @Override
  public void start(Map<String, String> config) {
    records = Long.parseLong(config.get(PreparedSourceConnector.RECORDS));
    left = records;
    stride = Long.parseLong(config.getOrDefault(PreparedSourceConnector.STRIDE, "0"));
    rate = Long.parseLong(config.getOrDefault(PreparedSourceConnector.RATE, "0"));
    size =
        Integer.parseInt(
            config.getOrDefault(
                PreparedSourceConnector.BATCH,
                Integer.toString(PreparedSourceConnector.BATCH_DEFAULT)));
    topic = config.getOrDefault(PreparedSourceConnector.TOPIC, topic);
    List<SourceRecord> prepared = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      prepared.add(made(i));
    }
    batch = List.copyOf(prepared);
  }

  private SourceRecord made(long id) {
    return new SourceRecord(PARTITION, OFFSET, topic, null, KEY, key(id), VALUE, value(id));
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
      // Nothing more will come. An engine asks again, as seldom as one of a quiet database.
      var unused = stopped.await(IDLE_MILLIS, TimeUnit.MILLISECONDS);
      return null;
    }
    if (rate > 0) {
      awaitDue();
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

  /** Until the records that were given so far are no more than the pace allows. */
  private void awaitDue() throws InterruptedException {
    long now = System.nanoTime();
    begin = begin == 0 ? now : begin;
    long due = begin + (long) ((records - left) * 1e9 / rate);
    TimeUnit.NANOSECONDS.sleep(Math.max(0, due - now));
  }

  @Override
  public void stop() {
    stopped.countDown();
  }

  @Override
  public String version() {
    return "1";
  }
}
