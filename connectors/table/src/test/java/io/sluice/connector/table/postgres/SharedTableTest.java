package io.sluice.connector.table.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.connector.table.dialect.Records;
import io.sluice.testkit.SinkTaskHarness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several tasks write one table and change it under each other. */
class SharedTableTest {
  private static final int ROUNDS = 12;

  /** Four letters: a text of the same bytes. */
  private static final int LETTERS = 0x41424344;

  private final PostgresUnderTest target = new PostgresUnderTest();
  private final List<SinkTaskHarness> sinks = new ArrayList<>();

  @AfterEach
  void close() {
    sinks.forEach(SinkTaskHarness::close);
    target.close();
  }

  private SinkTaskHarness sink(String name, String mode) {
    Map<String, String> config = new HashMap<>(target.config());
    config.put("name", name);
    config.put("mode", mode);
    SinkTaskHarness sink = new SinkTaskHarness(TableSinkConnector::new, config).start();
    sinks.add(sink);
    return sink;
  }

  private static void append(SinkTaskHarness sink, String field, Schema v, long id, Object value) {
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field(field, v).build();
    new Records(sink).flat("t", new Struct(row).put("id", id).put(field, value));
  }

  /** As an engine does: a task that failed is started again at what it has stored. */
  private static void written(SinkTaskHarness sink) {
    for (int attempt = 1; ; attempt++) {
      try {
        sink.deliver().commit();
        return;
      } catch (ConnectException e) {
        if (attempt == 20) {
          throw e;
        }
        sink.crash().start();
      }
    }
  }

  private void widenedMeanwhile(String mode) throws Exception {
    SinkTaskHarness first = sink("first", mode);
    SinkTaskHarness second = sink("second", mode);
    Schema whole = SchemaBuilder.int32().build();
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", whole).build();
    Records records = new Records(first);
    records.flat("t", new Struct(row).put("id", 1L).put("v", 1));
    written(first);
    append(second, "v", Schema.STRING_SCHEMA, 2, "two");
    written(second);
    records.flat("t", new Struct(row).put("id", 3L).put("v", LETTERS));
    written(first);
    assertThat(first.reported()).isEmpty();
    assertThat(target.rows("select id, v from t order by id"))
        .containsExactly("1|1", "2|two", "3|" + LETTERS);
  }

  @Test
  void rows_made_for_a_column_that_was_widened_since_are_made_again() throws Exception {
    widenedMeanwhile("upsert");
  }

  @Test
  void rows_appended_to_a_column_that_was_widened_since_are_made_again() throws Exception {
    widenedMeanwhile("append");
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void tasks_that_change_a_table_at_the_same_time_lose_nothing_of_it() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int task = 0; task < 2; task++) {
        SinkTaskHarness sink = sink("task" + task, "upsert");
        int first = task;
        done.add(threads.submit(() -> growing(sink, first)));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    sinks.forEach(sink -> assertThat(sink.reported()).isEmpty());
    assertThat(target.rows("select count(*), count(distinct id) from t"))
        .containsExactly(2 * ROUNDS * 2 + "|" + 2 * ROUNDS * 2);
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(target.rows("select count(c" + round + ") from t")).containsExactly("4");
      assertThat(target.typeOf("t", "c" + round)).isEqualTo("bigint");
    }
  }

  /** Each round brings a column, first narrow, then wide. */
  private static void growing(SinkTaskHarness sink, int first) {
    for (int round = 0; round < ROUNDS; round++) {
      long id = 4L * round + 2L * first;
      append(sink, "c" + round, Schema.OPTIONAL_INT32_SCHEMA, id, round);
      written(sink);
      append(sink, "c" + round, Schema.OPTIONAL_INT64_SCHEMA, id + 1, 1L << 40);
      written(sink);
    }
  }
}
