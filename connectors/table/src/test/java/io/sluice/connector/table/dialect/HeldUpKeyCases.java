package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.SinkTaskHarness;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.RetriableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A key whose build takes longer than a call lasts, here because a reader has the table open. */
@NotOnWorker("asks what there is in the midst of a load, before the sink has been idle for a while")
public abstract class HeldUpKeyCases extends LateKeyCases {
  /**
   * Has the server break off the build that is under way.
   *
   * @return its code for that
   */
  protected abstract String breakOffBuild() throws SQLException;

  /** What tells each build that is under way in the server from every other one. */
  protected abstract List<String> builds() throws SQLException;

  /** Until this one's transaction ends the table does not get its key. */
  private Connection reader() throws SQLException {
    Connection reader = target.connect();
    reader.setAutoCommit(false);
    try (Statement statement = reader.createStatement()) {
      statement.execute("select * from orders");
    }
    return reader;
  }

  @Test
  void rows_are_durable_while_the_key_is_built_and_no_call_is_to_be_made_again() throws Exception {
    midLoad();
    readLast(3, "c");
    records.delivered();
    try (Connection reader = reader()) {
      sink.commit();
      assertThat(sink.committed(PARTITION)).isEqualTo(3);
      assertThat(keysStored()).containsExactly("harness|\"id\" pending");
      read(1, "x");
      records.committed(); // No row may come now.
      sink.deliverNothing();
      assertThat(sink.position(PARTITION)).isEqualTo(3);
      assertThat(sink.committed(PARTITION)).isEqualTo(3);
      reader.rollback();
    }
    records.committed();
    assertThat(sink.committed(PARTITION)).isEqualTo(4);
    assertTable("b", "c", "x");
  }

  @Test
  void a_change_that_needs_the_key_waits_for_it_and_what_comes_behind_it_waits_as_well()
      throws Exception {
    midLoad();
    try (Connection reader = reader()) {
      read(3, "c");
      change(UUIDS, "u", uuid(1), "x", "false");
      read(4, "d");
      change(UUIDS, "d", uuid(2), "b", "false");
      records.committed();
      assertThat(sink.committed(PARTITION)).isEqualTo(3);
      sink.commit();
      assertThat(sink.committed(PARTITION)).isEqualTo(3);
      reader.rollback();
    }
    sink.commit();
    assertThat(sink.committed(PARTITION)).isEqualTo(6);
    assertTable("c", "d", "x");
  }

  @Test
  void a_crash_while_a_change_waits_for_the_key_costs_nothing() throws Exception {
    midLoad();
    try (Connection reader = reader()) {
      read(3, "c");
      change(UUIDS, "u", uuid(1), "x", "false");
      records.committed();
      reader.rollback();
    }
    sink.crash().start();
    records.committed();
    assertTable("b", "c", "x");
  }

  private static final TopicPartition OTHERS = new TopicPartition("others", 0);

  /** A row of another topic, which belongs to another table. */
  private void other(long id) {
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    records.flat("others", new Struct(row).put("id", id));
  }

  /** Rows of both topics are there, and the first one's table is without its key. */
  private void twoTopics() throws SQLException {
    other(1);
    midLoad();
    readLast(3, "c");
    records.delivered();
  }

  private String build() throws SQLException {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> builds().size() == 1);
    return builds().get(0);
  }

  /** Fails where it waits for the key, which a reader keeps from being built. */
  private static void atOnce(Runnable call) throws Exception {
    CompletableFuture.runAsync(call).get(20, TimeUnit.SECONDS);
  }

  @Test
  void partitions_that_come_while_a_key_is_built_begin_at_what_is_stored_and_leave_it_alone()
      throws Exception {
    twoTopics();
    SinkTaskHarness task = (SinkTaskHarness) sink;
    try (Connection reader = reader()) {
      sink.commit();
      String build = build();
      read(1, "x");
      records.delivered(); // Waits for the key, and is not lost by what follows.
      target.execute("update _sluice_offsets set next_offset = 7 where topic = 'others'");
      atOnce(() -> task.closePartitions(OTHERS));
      atOnce(() -> task.open(OTHERS));
      assertThat(sink.position(OTHERS)).isEqualTo(7);
      assertThat(builds()).containsExactly(build);
      reader.rollback();
    }
    committed();
    assertTable("b", "c", "x");
  }

  @Test
  void all_partitions_go_and_come_while_a_key_is_built_and_at_the_end_it_is_broken_off()
      throws Exception {
    twoTopics();
    SinkTaskHarness task = (SinkTaskHarness) sink;
    try (Connection reader = reader()) {
      sink.commit();
      String build = build();
      atOnce(() -> task.closePartitions(PARTITION, OTHERS));
      atOnce(() -> task.open(PARTITION, OTHERS));
      assertThat(sink.position(PARTITION)).isEqualTo(3);
      assertThat(builds()).containsExactly(build);
      atOnce(sink::crash); // Only stops the task.
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> builds().isEmpty());
      reader.rollback();
    }
    assertThat(keysStored()).anyMatch(key -> key.endsWith(" pending"));
    sink.start();
    other(2);
    committed();
    assertTable("a", "b", "c");
    assertThat(target.rows("select id from others order by id")).containsExactly("1", "2");
  }

  @Test
  void a_build_that_the_server_breaks_off_is_made_again() throws Exception {
    midLoad();
    readLast(3, "c");
    records.delivered();
    try (Connection reader = reader()) {
      sink.commit();
      String code = breakOffBuild();
      assertThatThrownBy(sink::deliverNothing)
          .isInstanceOf(RetriableException.class)
          .hasMessageContaining(code);
      reader.rollback();
    }
    records.committed();
    assertTable("a", "b", "c");
  }
}
