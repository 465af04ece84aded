package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.testkit.SinkRun;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions of the source are there whole or not at all, wherever commits fall. */
public abstract class TransactionCases extends SinkCase {
  private static final String DEBITS = "bank.public.debits";
  private static final String CREDITS = "bank.public.credits";
  private static final Map<String, String> WHOLE =
      Map.of("transaction.boundaries", "true", "sluice.record.order", "source");

  private static final Schema BLOCK =
      SchemaBuilder.struct()
          .name("event.block")
          .optional()
          .field("id", Schema.STRING_SCHEMA)
          .field("total_order", Schema.INT64_SCHEMA)
          .field("data_collection_order", Schema.INT64_SCHEMA)
          .build();

  private static final Schema ENVELOPE =
      SchemaBuilder.struct()
          .name("bank.Envelope")
          .field("before", Records.ROW)
          .field("after", Records.ROW)
          .field("source", Records.SOURCE)
          .field("op", Schema.STRING_SCHEMA)
          .field("transaction", BLOCK)
          .build();

  private static final Schema MARK =
      SchemaBuilder.struct()
          .name("io.debezium.connector.common.TransactionMetadataValue")
          .field("status", Schema.STRING_SCHEMA)
          .field("id", Schema.STRING_SCHEMA)
          .field("event_count", Schema.OPTIONAL_INT64_SCHEMA)
          .build();

  @BeforeEach
  void keepWhole() {
    start(WHOLE);
  }

  private TransactionCases begin(int transaction) {
    return mark("BEGIN", transaction, transaction * 100);
  }

  private TransactionCases end(int transaction) {
    return mark("END", transaction, transaction * 100 + 9);
  }

  private TransactionCases mark(String status, int transaction, int position) {
    String id = transaction + ":" + position;
    Struct value = new Struct(MARK).put("status", status).put("id", id);
    sink.append("bank.transaction", Schema.STRING_SCHEMA, id, MARK, value);
    sink.deliver();
    return this;
  }

  /** A change of a transaction; 0 for one that says nothing of any. */
  private TransactionCases change(String topic, String op, int transaction, long id) {
    Struct row = new Struct(Records.ROW).put("id", id).put("name", "n" + id);
    Struct value =
        new Struct(ENVELOPE).put("after", row).put("source", Records.source()).put("op", op);
    if (transaction > 0) {
      value.put(
          "transaction",
          new Struct(BLOCK)
              .put("id", transaction + ":" + (transaction * 100 + id))
              .put("total_order", id)
              .put("data_collection_order", id));
    }
    sink.append(topic, Records.KEY, Records.key(id), ENVELOPE, value);
    sink.deliver();
    return this;
  }

  private TransactionCases debit(int transaction, long id) {
    return change(DEBITS, "c", transaction, id);
  }

  private TransactionCases credit(int transaction, long id) {
    return change(CREDITS, "c", transaction, id);
  }

  private List<String> debits() throws SQLException {
    return target.rows("select id from debits order by id");
  }

  private List<String> credits() throws SQLException {
    return target.rows("select id from credits order by id");
  }

  @Test
  void a_commit_within_a_transaction_leaves_it_out_and_the_next_one_has_it_whole()
      throws Exception {
    begin(1).debit(1, 1).credit(1, 1).end(1);
    begin(2).debit(2, 2);
    sink.commit();
    assertThat(debits()).containsExactly("1");
    assertThat(credits()).containsExactly("1");
    credit(2, 2).end(2);
    sink.commit();
    assertThat(debits()).containsExactly("1", "2");
    assertThat(credits()).containsExactly("1", "2");
  }

  @Test
  void a_crash_behind_a_commit_within_a_transaction_loses_and_repeats_nothing() throws Exception {
    Map<String, String> appending = new HashMap<>(WHOLE);
    appending.put("mode", "append");
    start(appending);
    begin(1).debit(1, 1).credit(1, 1).end(1).begin(2).debit(2, 2);
    sink.commit();
    sink.crash().start().deliver();
    credit(2, 2).end(2);
    sink.commit();
    assertThat(debits()).containsExactly("1", "2");
    assertThat(credits()).containsExactly("1", "2");
  }

  @Test
  void an_engine_that_crashes_before_it_hears_of_a_commit_gets_nothing_twice() throws Exception {
    Map<String, String> appending = new HashMap<>(WHOLE);
    appending.put("mode", "append");
    start(appending);
    begin(1).debit(1, 1).end(1).begin(2).debit(2, 2);
    sink.commitUnheard();
    sink.crash().start().deliver();
    end(2);
    sink.commit();
    assertThat(debits()).containsExactly("1", "2");
  }

  @Test
  protected void a_transaction_too_large_to_be_held_back_is_whole_all_the_same() throws Exception {
    Map<String, String> small = new HashMap<>(WHOLE);
    small.putAll(Map.of("batch.max.bytes", "5000", "batch.size", "10"));
    start(small);
    begin(1).debit(1, 1).end(1).begin(2);
    for (long id = 2; id < 200; id++) {
      debit(2, id);
    }
    sink.commit();
    if (!target.rows("select * from _sluice_offsets").isEmpty()) {
      assertThat(debits()).hasSizeLessThanOrEqualTo(1);
    }
    credit(2, 2).end(2);
    begin(3).debit(3, 300);
    sink.commit();
    assertThat(debits()).hasSize(199).doesNotContain("300");
    assertThat(credits()).containsExactly("2");
  }

  @Test
  protected void the_end_of_a_large_transaction_asks_for_the_commit_that_could_not_be_within_it() {
    Map<String, String> small = new HashMap<>(WHOLE);
    small.putAll(Map.of("batch.max.bytes", "5000", "batch.size", "10", "commit.after.ms", "0"));
    start(small);
    begin(1);
    for (long id = 1; id < 200; id++) {
      debit(1, id);
    }
    sink.commit();
    debit(1, 200);
    assertThat(sink.commitRequested()).isFalse();
    end(1);
    assertThat(sink.commitRequested()).isTrue();
  }

  @Test
  void a_transaction_larger_than_allowed_is_refused_by_setting() {
    Map<String, String> few = new HashMap<>(WHOLE);
    few.put("transaction.boundaries.max.records", "3");
    start(few);
    begin(7).debit(7, 1).debit(7, 2);
    assertThatThrownBy(() -> debit(7, 3))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("transaction 7")
        .hasMessageContaining("transaction.boundaries.max.records");
  }

  @Test
  void rows_of_a_snapshot_wait_for_no_transaction() throws Exception {
    change(DEBITS, "r", 0, 1);
    sink.commit();
    assertThat(debits()).containsExactly("1");
  }

  @Test
  void what_comes_within_a_transaction_without_saying_so_belongs_to_it() throws Exception {
    begin(1).debit(1, 1);
    change(CREDITS, "r", 0, 5);
    sink.commit();
    assertThat(target.rows("select * from _sluice_offsets")).isEmpty();
    end(1);
    sink.commit();
    assertThat(credits()).containsExactly("5");
  }

  @Test
  void marks_of_transactions_become_no_rows() throws Exception {
    begin(1).debit(1, 1).end(1);
    sink.commit();
    assertThat(target.rows("select topic from _sluice_offsets where topic like '%transaction'"))
        .hasSize(1);
    assertThatThrownBy(() -> target.rows("select * from " + '"' + "transaction" + '"'))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void the_rest_of_a_transaction_that_the_position_was_in_stays_whole() throws Exception {
    debit(4, 1).credit(4, 1);
    sink.commit();
    assertThat(target.rows("select * from _sluice_offsets")).isEmpty();
    end(4);
    sink.commit();
    assertThat(credits()).containsExactly("1");
  }

  @Test
  void a_source_that_says_nothing_of_transactions_is_told_what_to_set() {
    assertThatThrownBy(() -> debit(0, 1))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("provide.transaction.metadata");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_record_without_a_schema_whose_transaction_cannot_be_told_is_refused(boolean mark)
      throws Exception {
    Map<String, String> raw = new HashMap<>(WHOLE);
    raw.put("mode", "raw");
    start(raw);
    Map<String, Object> value = new HashMap<>();
    if (mark) {
      value.putAll(Map.of("status", "BEGIN", "id", "7:1", "event_count", 2));
      value.put("data_collections", null);
    } else {
      value.putAll(Map.of("op", "d", "source", Map.of("ts_ms", 1)));
      value.put("after", null);
    }
    sink.append(DEBITS, null, null, null, value);
    assertThatThrownBy(sink::deliver)
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("schema")
        .hasMessageContaining("transaction.boundaries");
  }

  @Test
  void a_transaction_whose_marks_do_not_come_ends_the_task() {
    begin(1).debit(1, 1).end(1);
    assertThatThrownBy(() -> debit(2, 2))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("transaction 2 came outside");
  }

  @Test
  void a_lost_end_is_noticed_at_the_next_beginning() {
    begin(1).debit(1, 1);
    assertThatThrownBy(() -> begin(2))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("before 1 has ended");
  }

  @Test
  void one_bad_row_costs_its_transaction_nothing_else() throws Exception {
    target.execute("create table debits (id bigint primary key check (id <> 2), name varchar(9))");
    start(WHOLE);
    begin(1).debit(1, 1).debit(1, 2).debit(1, 3).end(1);
    sink.commit();
    assertThat(debits()).containsExactly("1", "3");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void kafka_which_keeps_no_order_between_topics_is_refused_by_name() {
    Map<String, String> config = new HashMap<>(target.config());
    config.put("transaction.boundaries", "true");
    try (SinkRun kafka = RunBy.chosen().sink(config, true)) {
      assertThatThrownBy(kafka::start)
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("transaction.boundaries");
    }
  }

  @Test
  void dead_letters_that_are_replayed_wait_for_no_end() throws Exception {
    start(Map.of("transaction.boundaries", "true", "sluice.record.order", "none"));
    debit(3, 1);
    sink.commit();
    assertThat(debits()).containsExactly("1");
  }

  @Test
  void one_task_is_planned_however_many_there_may_be() {
    TableSinkConnector connector = new TableSinkConnector();
    Map<String, String> config = new HashMap<>(target.config());
    config.putAll(WHOLE);
    connector.start(config);
    assertThat(connector.taskConfigs(4)).hasSize(1);
  }
}
