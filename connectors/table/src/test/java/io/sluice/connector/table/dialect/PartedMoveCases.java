package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/**
 * The two events of a changed key, with a commit or a crash between them, or in two partitions: the
 * row takes its unread value along all the same.
 */
public abstract class PartedMoveCases extends SinkCase {
  private static final String PLACEHOLDER = "__debezium_unavailable_value";
  private static final TopicPartition FIRST = new TopicPartition(Records.TOPIC, 0);
  private static final TopicPartition SECOND = new TopicPartition(Records.TOPIC, 1);

  private static final Schema ROW =
      SchemaBuilder.struct()
          .optional()
          .field("id", Schema.INT64_SCHEMA)
          .field("doc", Schema.OPTIONAL_STRING_SCHEMA)
          .build();

  private static final Schema ENVELOPE = Records.envelope(ROW);

  private SinkRecord row(TopicPartition at, String op, long id, String doc) {
    Struct row = new Struct(ROW).put("id", id).put("doc", doc);
    Struct value =
        new Struct(ENVELOPE).put("after", row).put("source", Records.source()).put("op", op);
    return sink.append(at, Records.KEY, Records.key(id), ENVELOPE, value);
  }

  private void leaves(TopicPartition at, long id, long to) {
    Struct gone = new Struct(ENVELOPE).put("source", Records.source()).put("op", "d");
    sink.append(at, Records.KEY, Records.key(id), ENVELOPE, gone)
        .headers()
        .addStruct("__debezium.newkey", Records.key(to));
    tombstone(at, id, to);
  }

  private void tombstone(TopicPartition at, long id, long to) {
    sink.append(at, Records.KEY, Records.key(id), null, null)
        .headers()
        .addStruct("__debezium.newkey", Records.key(to));
  }

  private void arrives(TopicPartition at, long id, long from) {
    row(at, "c", id, PLACEHOLDER).headers().addStruct("__debezium.oldkey", Records.key(from));
  }

  private void docs(String... rows) throws Exception {
    assertThat(sink.reported()).isEmpty();
    assertThat(target.rows("select id, doc from orders order by id")).containsExactly(rows);
  }

  private void stored() {
    row(FIRST, "r", 1, "large");
    row(FIRST, "r", 5, "other");
    records.committed();
  }

  /** Where nothing is left to be read again. */
  private void allCommitted(TopicPartition at) {
    assertThat(sink.committed(at)).isEqualTo(sink.position(at));
  }

  @Test
  void a_commit_between_the_two_events_leaves_the_row_until_it_has_its_new_key() throws Exception {
    stored();
    leaves(FIRST, 1, 2);
    records.committed();
    docs("1|large", "5|other");
    assertThat(sink.committed(FIRST)).isEqualTo(2);
    arrives(FIRST, 2, 1);
    records.committed();
    docs("2|large", "5|other");
    allCommitted(FIRST);
  }

  @Test
  void a_commit_between_delete_and_tombstone_keeps_the_unread_value() throws Exception {
    stored();
    Struct gone = new Struct(ENVELOPE).put("source", Records.source()).put("op", "d");
    sink.append(FIRST, Records.KEY, Records.key(1), ENVELOPE, gone)
        .headers()
        .addStruct("__debezium.newkey", Records.key(2));
    records.committed();
    tombstone(FIRST, 1, 2);
    arrives(FIRST, 2, 1);
    records.committed();
    docs("2|large", "5|other");
  }

  @Test
  void a_crash_between_the_two_events_keeps_the_unread_value() throws Exception {
    stored();
    leaves(FIRST, 1, 2);
    records.committed();
    sink.crash().start();
    arrives(FIRST, 2, 1);
    records.committed();
    docs("2|large", "5|other");
    leaves(FIRST, 2, 3);
    sink.deliver().commitUnheard().crash().start();
    records.committed();
    arrives(FIRST, 3, 2);
    records.committed();
    docs("3|large", "5|other");
  }

  @Test
  void the_event_that_never_comes_keeps_the_other_back_over_one_commit_only() throws Exception {
    stored();
    leaves(FIRST, 1, 2);
    records.committed();
    sink.commit();
    docs("5|other");
    allCommitted(FIRST);
  }

  @Test
  @NotOnWorker("commits by itself whenever it likes, and hears the task's wish itself")
  void the_task_asks_for_the_commit_that_ends_the_wait() throws Exception {
    stored();
    leaves(FIRST, 1, 2);
    records.committed();
    assertThat(sink.commitRequested()).isFalse();
    org.awaitility.Awaitility.await()
        .until(
            () -> {
              sink.deliverNothing();
              return sink.commitRequested();
            });
    sink.commit();
    docs("5|other");
  }

  @Test
  void a_record_that_shows_that_the_other_event_never_comes_ends_the_wait() throws Exception {
    stored();
    leaves(FIRST, 1, 2);
    records.committed();
    row(FIRST, "c", 7, "new");
    records.committed();
    docs("5|other", "7|new");
    allCommitted(FIRST);
  }

  @Test
  void a_commit_between_the_two_events_leaves_one_row_marked_and_one_with_the_unread_value()
      throws Exception {
    start(Map.of("delete.mode", "soft"));
    stored();
    leaves(FIRST, 1, 2);
    records.committed();
    assertThat(target.rows("select id from orders where _deleted_at is not null")).isEmpty();
    arrives(FIRST, 2, 1);
    records.committed();
    docs("1|large", "2|large", "5|other");
    assertThat(target.rows("select id from orders where _deleted_at is not null"))
        .containsExactly("1");
  }

  @Test
  void a_commit_between_the_two_events_copies_the_unread_value_where_deletes_are_ignored()
      throws Exception {
    start(Map.of("delete.mode", "ignore"));
    stored();
    leaves(FIRST, 1, 2);
    records.committed();
    arrives(FIRST, 2, 1);
    records.committed();
    docs("1|large", "2|large", "5|other");
  }

  @Test
  void the_two_events_find_each_other_in_two_partitions_whichever_is_read_first() throws Exception {
    stored();
    row(SECOND, "r", 6, "there");
    records.committed();
    leaves(FIRST, 1, 2);
    row(FIRST, "u", 5, "changed");
    records.committed();
    docs("1|large", "5|other", "6|there");
    arrives(SECOND, 2, 1);
    records.committed();
    docs("2|large", "5|changed", "6|there");
    arrives(SECOND, 3, 2);
    row(SECOND, "u", 6, "changed");
    records.committed();
    docs("2|large", "5|changed", "6|there");
    leaves(FIRST, 2, 3);
    records.committed();
    docs("3|large", "5|changed", "6|changed");
    allCommitted(FIRST);
    allCommitted(SECOND);
  }

  @Test
  void an_event_that_never_comes_in_another_partition_keeps_nothing_back_for_long()
      throws Exception {
    stored();
    row(SECOND, "r", 6, "there");
    records.committed();
    leaves(FIRST, 1, 2);
    row(FIRST, "u", 5, "changed");
    row(SECOND, "c", 9, "new").headers().addStruct("__debezium.oldkey", Records.key(8));
    records.committed();
    for (int commit = 0; commit < 9; commit++) {
      sink.commit();
    }
    docs("5|changed", "6|there", "9|new");
    for (TopicPartition at : List.of(FIRST, SECOND)) {
      allCommitted(at);
    }
  }
}
