package io.sluice.connector.table;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DeletedRecordsTest {
  private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

  private final Logger logger = (Logger) LoggerFactory.getLogger(DeletedRecords.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private OptionalLong begin = OptionalLong.of(0);
  private final DeletedRecords deleted = new DeletedRecords((partition, position) -> begin);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
  }

  private void put(long... offsets) {
    List<SinkRecord> records = new ArrayList<>();
    for (long offset : offsets) {
      records.add(new SinkRecord("orders", 0, null, null, null, null, offset));
    }
    deleted.look(records);
  }

  private List<String> said() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void records_that_went_while_the_sink_was_stopped_are_told() {
    deleted.open(PARTITION, 10L);
    begin = OptionalLong.of(15);
    put(15, 16);

    assertThat(said()).singleElement().asString().contains("orders-0", "from offset 10 up to 14");
    put(17);
    assertThat(said()).as("told once").hasSize(1);
  }

  @Test
  void what_compaction_or_a_transaction_has_left_out_is_nothing_to_tell() {
    deleted.open(PARTITION, 10L);
    put(15, 16);
    put(500);

    assertThat(said()).isEmpty();
  }

  @Test
  void the_end_of_a_transaction_that_went_with_its_topics_records_is_nothing_to_tell() {
    deleted.open(PARTITION, 10L);
    begin = OptionalLong.of(11);
    put(11, 12);

    assertThat(said()).isEmpty();
  }

  @Test
  void records_that_go_while_a_slow_sink_reads_are_told() {
    deleted.open(PARTITION, 10L);
    put(10, 11);
    begin = OptionalLong.of(40);
    put(40);

    assertThat(said()).singleElement().asString().contains("from offset 12 up to 39");
  }

  @Test
  void a_small_gap_in_the_stream_is_not_looked_into() {
    deleted.open(PARTITION, 10L);
    put(10);
    begin = OptionalLong.of(13);
    put(13);

    assertThat(said()).isEmpty();
  }

  @Test
  void a_sink_that_comes_to_a_topic_for_the_first_time_misses_nothing() {
    deleted.open(PARTITION, null);
    begin = OptionalLong.of(1_000);
    put(1_000);

    assertThat(said()).isEmpty();
  }

  @Test
  void where_no_consumer_says_where_a_partition_begins_nothing_is_told() {
    deleted.open(PARTITION, 10L);
    begin = OptionalLong.empty();
    put(15);

    assertThat(said()).isEmpty();
  }

  @Test
  void records_that_are_handed_over_again_are_no_gap() {
    deleted.open(PARTITION, 10L);
    begin = OptionalLong.of(11);
    put(10, 11, 12);
    put(10, 11, 12, 13);

    assertThat(said()).isEmpty();
  }
}
