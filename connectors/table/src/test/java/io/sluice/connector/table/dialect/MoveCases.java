package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/**
 * A changed key comes as a delete and an insert. The insert may lack a large value that only the
 * deleted row has, so nothing may come between them in the table. What comes between them on the
 * way is for {@link PartedMoveCases}, which every dialect runs with these.
 */
public abstract class MoveCases extends PartedMoveCases {
  private static final String PLACEHOLDER = "__debezium_unavailable_value";

  private static final Schema BEFORE = row().build();
  private static final Schema AFTER = row().field("n", Schema.OPTIONAL_INT32_SCHEMA).build();

  private static SchemaBuilder row() {
    return SchemaBuilder.struct()
        .optional()
        .field("id", Schema.INT64_SCHEMA)
        .field("name", Schema.STRING_SCHEMA)
        .field("doc", Schema.OPTIONAL_STRING_SCHEMA);
  }

  private static Struct row(Schema schema, long id, String doc) {
    return new Struct(schema).put("id", id).put("name", "n" + id).put("doc", doc);
  }

  private void leaves(long id, long to) {
    Schema envelope = Records.envelope(BEFORE);
    Struct gone = new Struct(envelope).put("source", Records.source()).put("op", "d");
    sink.append(Records.TOPIC, Records.KEY, Records.key(id), envelope, gone)
        .headers()
        .addStruct("__debezium.newkey", Records.key(to));
    records.tombstone(id);
  }

  private void arrives(Schema schema, long id, long from) {
    Schema envelope = Records.envelope(schema);
    Struct arrived =
        new Struct(envelope)
            .put("after", row(schema, id, PLACEHOLDER))
            .put("source", Records.source())
            .put("op", "c");
    sink.append(Records.TOPIC, Records.KEY, Records.key(id), envelope, arrived)
        .headers()
        .addStruct("__debezium.oldkey", Records.key(from));
  }

  private void docs(String... rows) throws Exception {
    docsWhere("1 = 1", rows);
  }

  private void docsWhere(String condition, String... rows) throws Exception {
    assertThat(sink.reported()).isEmpty();
    assertThat(target.rows("select id, doc from orders where " + condition + " order by id"))
        .containsExactly(rows);
  }

  private void read(long id, String doc) {
    records.change("r", Records.envelope(BEFORE), row(BEFORE, id, doc));
  }

  private void updated(long id) {
    records.change("u", Records.envelope(BEFORE), row(BEFORE, id, PLACEHOLDER));
  }

  private void moves(long from, long to) {
    leaves(from, to);
    arrives(BEFORE, to, from);
  }

  private void stored() {
    records.change("r", Records.envelope(BEFORE), row(BEFORE, 1, "large"));
    records.change("r", Records.envelope(BEFORE), row(BEFORE, 5, "other")).committed();
  }

  @Test
  void a_batch_that_is_full_between_the_two_events_of_a_changed_key_keeps_the_unread_value()
      throws Exception {
    for (int size : List.of(1, 2, 3)) {
      start(Map.of("batch.size", String.valueOf(size), "name", "p" + size));
      stored();
      leaves(1, 2);
      arrives(BEFORE, 2, 1);
      records.committed();
      docs("2|large", "5|other");
      records.delete(2).committed();
    }
  }

  @Test
  void a_changed_key_whose_row_has_new_columns_keeps_the_unread_value() throws Exception {
    stored();
    leaves(1, 2);
    arrives(AFTER, 2, 1);
    records.committed();
    docs("2|large", "5|other");
  }

  @Test
  void a_marked_row_whose_key_changed_with_the_columns_stays_and_gives_its_value()
      throws Exception {
    start(Map.of("delete.mode", "soft", "batch.size", "1"));
    stored();
    leaves(1, 2);
    arrives(AFTER, 2, 1);
    records.committed();
    docs("1|large", "2|large", "5|other");
    assertThat(target.rows("select id from orders where _deleted_at is not null"))
        .containsExactly("1");
  }

  @Test
  void a_row_that_never_comes_back_is_deleted_all_the_same() throws Exception {
    stored();
    leaves(1, 2);
    records.committed();
    sink.commit();
    docs("5|other");
  }

  @Test
  void the_events_of_a_changed_key_may_come_in_two_calls() throws Exception {
    stored();
    leaves(1, 2);
    records.delivered();
    arrives(BEFORE, 2, 1);
    records.committed();
    docs("2|large", "5|other");
  }

  /** What a snapshot saw comes again as changes, if they are read from a place before it. */
  @Test
  void a_key_that_changed_before_the_snapshot_leaves_no_second_row_and_the_value_as_it_was_read()
      throws Exception {
    for (int size : List.of(1, 3, 1_000)) {
      start(Map.of("batch.size", String.valueOf(size), "name", "p" + size));
      read(2, "large");
      read(5, "other");
      records.committed();
      updated(1);
      moves(1, 2);
      updated(2);
      records.committed();
      docs("2|large", "5|other");
      records.delete(2).committed();
    }
  }

  @Test
  void of_a_row_read_under_both_its_keys_the_later_one_stays() throws Exception {
    read(1, "large");
    read(2, "larger");
    records.committed();
    moves(1, 2);
    records.committed();
    docs("2|larger");
  }

  @Test
  void keys_that_changed_one_after_another_before_the_snapshot_end_in_the_row_that_it_read()
      throws Exception {
    read(3, "large");
    records.committed();
    updated(1);
    moves(1, 2);
    moves(2, 3);
    records.committed();
    docs("3|large");
  }

  @Test
  void with_marked_rows_a_key_that_changed_before_the_snapshot_leaves_the_value_as_it_was_read()
      throws Exception {
    start(Map.of("delete.mode", "soft"));
    read(2, "large");
    read(4, "huge");
    records.committed();
    updated(1);
    moves(1, 2);
    moves(3, 4); // Nothing is there under the old key.
    records.committed();
    docsWhere("_deleted_at is null", "2|large", "4|huge");
    assertThat(target.rows("select id from orders where _deleted_at is not null"))
        .containsExactly("1");
  }

  @Test
  void a_row_that_was_marked_under_the_new_key_gives_nothing_to_the_one_that_comes_there()
      throws Exception {
    start(Map.of("delete.mode", "soft"));
    read(1, "large");
    read(2, "of an earlier life");
    records.delete(2).committed();
    moves(1, 2);
    records.committed();
    docsWhere("_deleted_at is null", "2|large");
  }

  @Test
  void a_changed_key_that_is_the_same_in_the_table_keeps_the_unread_value() throws Exception {
    for (String mode : List.of("hard", "soft", "ignore")) {
      start(Map.of("delete.mode", mode, "name", mode));
      read(1, "large");
      records.committed();
      moves(1, 1);
      records.committed();
      docs("1|large");
    }
  }

  @Test
  void where_deletes_are_ignored_the_row_under_the_new_key_begins_as_a_copy() throws Exception {
    for (int size : List.of(1, 3, 1_000)) {
      start(
          Map.of("delete.mode", "ignore", "batch.size", String.valueOf(size), "name", "p" + size));
      read(size, "large");
      read(2_000, "other");
      records.committed();
      moves(size, size + 5_000);
      moves(size + 5_000, size + 6_000);
      records.delivered();
      leaves(2_000, 2_001);
      records.committed();
      sink.commit();
      docs(size + "|large", "2000|other", size + 5_000 + "|large", size + 6_000 + "|large");
      target.execute("delete from orders");
    }
  }

  @Test
  void where_deletes_are_ignored_a_key_that_changed_before_the_snapshot_leaves_what_it_read()
      throws Exception {
    start(Map.of("delete.mode", "ignore"));
    read(1, "as it was");
    read(2, "as it was read");
    read(4, "huge");
    records.committed();
    moves(1, 2);
    moves(3, 4); // Nothing is there under the old key.
    records.committed();
    docs("1|as it was", "2|as it was read", "4|huge");
  }

  @Test
  void the_version_of_a_key_that_changed_before_the_snapshot_has_the_value_as_it_was_read()
      throws Exception {
    start(Map.of("mode", "history"));
    Struct later = row(BEFORE, 2, "large").put("name", "as it was later");
    records.change("r", Records.envelope(BEFORE), later).committed();
    updated(1);
    moves(1, 2);
    records.committed();
    docsWhere("valid_to is null", "2|large");
  }
}
