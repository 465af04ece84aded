package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.testkit.SinkTaskHarness;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkTask;
import org.junit.jupiter.api.Test;

/** What engines do around a task that fails, or that partitions are taken from. */
public abstract class EngineCases extends SinkCase {
  private static final Schema ID = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();

  private List<String> ids() throws Exception {
    return target.rows("select id from orders order by id");
  }

  private Struct row(long id) {
    return new Struct(ID).put("id", id);
  }

  @Test
  void a_record_that_stops_the_task_takes_what_came_before_it_out_of_the_closing_commit()
      throws Exception {
    records.flat("shop.public.orders", row(1)).committed();
    records.flat("shop.public.orders", row(2)).delivered();
    // A second topic of the same table ends the run.
    records.flat("shop.public.orders", row(3)).flat("shop.other.orders", row(4));
    assertThatThrownBy(() -> sink.deliver()).isInstanceOf(ConfigException.class);
    // Connect commits once more when a task has failed.
    assertThatThrownBy(() -> sink.commit())
        .isInstanceOf(ConnectException.class)
        .isNotInstanceOf(RetriableException.class)
        .hasMessageContaining("A task that is started anew")
        .hasCauseInstanceOf(ConfigException.class);
    assertThat(ids()).containsExactly("1");
  }

  @Test
  void a_field_that_stops_the_run_leaves_nothing_behind_the_last_commit() throws Exception {
    start(Map.of("on.incompatible", "stop"));
    records.flat("orders", row(1)).committed();
    Schema bytes =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("v", Schema.BYTES_SCHEMA)
            .build();
    Schema number =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("v", Schema.INT32_SCHEMA)
            .build();
    records.flat("orders", new Struct(bytes).put("id", 2L).put("v", new byte[] {1}));
    records.flat("orders", new Struct(number).put("id", 3L).put("v", 7));
    assertThatThrownBy(() -> sink.deliver().commit()).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> sink.commit()).isInstanceOf(ConnectException.class);
    assertThat(ids()).containsExactly("1");
  }

  private SinkTask task() {
    return ((SinkTaskHarness) sink).task();
  }

  @Test
  @NotOnWorker("closes and opens partitions by itself")
  void partitions_that_leave_cost_those_that_stay_no_restart_and_no_row() throws Exception {
    TopicPartition leaves = new TopicPartition("orders", 0);
    TopicPartition stays = new TopicPartition("orders", 1);
    sink.append(leaves, Records.KEY, Records.key(1), ID, row(1));
    sink.append(stays, Records.KEY, Records.key(2), ID, row(2));
    sink.deliver();
    // As where the commit failed with which a rebalance begins.
    task().close(List.of(leaves));
    sink.commit();
    assertThat(ids()).containsExactly("2");
    task().open(List.of(leaves));
    sink.deliver().commit();
    assertThat(ids()).containsExactly("1", "2");
  }

  @Test
  @NotOnWorker("which moves offsets by its own API, as StockTableSinkTest does")
  void offsets_that_an_operator_moves_are_where_the_task_goes_on() throws Exception {
    Map<String, String> appending = Map.of("mode", "append", "primary.key.mode", "none");
    TopicPartition partition = new TopicPartition("orders", 0);
    start(appending);
    for (long id = 0; id < 4; id++) {
      records.flat("orders", row(id));
    }
    sink.deliver().commit();

    move(appending, Map.of(partition, 2L));
    assertThat(ids()).containsExactly("0", "1", "2", "2", "3", "3");
    move(appending, Collections.singletonMap(partition, null));
    assertThat(ids()).containsExactly("0", "0", "1", "1", "2", "2", "2", "3", "3", "3");
    move(appending, Map.of(partition, 3L));
    assertThat(ids()).filteredOn("3"::equals).hasSize(4);
    move(appending, Map.of());
    assertThat(ids()).filteredOn("0"::equals).hasSize(3);
    move(appending, Map.of(partition, 9L));
    assertThat(ids()).as("what lies before it is passed over").hasSize(15);
  }

  /** As the worker does: the tasks have ended, and it may ask twice. */
  private void move(Map<String, String> settings, Map<TopicPartition, Long> offsets) {
    Map<String, String> config = new HashMap<>(target.config());
    config.putIfAbsent("name", "harness");
    config.putAll(settings);
    sink.stop();
    assertThat(new TableSinkConnector().alterOffsets(config, offsets)).isTrue();
    assertThat(new TableSinkConnector().alterOffsets(config, offsets)).isTrue();
    sink.start().deliver().commit();
  }
}
