package io.sluice.connector.table.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class JournalTest {
  private static final Table.Name TABLE = new Table.Name("", "orders");

  private final List<String> database = new ArrayList<>();
  private final Journal journal =
      new Journal(
          1 << 20, e -> String.valueOf(e.getSQLState()).startsWith("23") ? Fault.ROW : Fault.OTHER);

  private void make(String deed) {
    database.add(deed);
    journal.add(List.of(), () -> make(deed));
  }

  private void undo() {
    database.clear();
  }

  private static List<Row> rows(int number) {
    SinkRecord record = new SinkRecord("t", 0, null, null, null, null, 0);
    return Collections.nCopies(
        number, new Row(new Object[] {1L}, new Object[] {1L}, null, true, null, record));
  }

  @Test
  void what_was_done_is_done_again_behind_a_change_as_often_as_there_is_one() throws SQLException {
    make("a");
    make("b");
    journal.repeatAfter(TABLE, this::undo, () -> database.add("change"));
    journal.repeatAfter(TABLE, this::undo, () -> database.add("another"));
    assertThat(database).containsExactly("another", "a", "b");
  }

  @Test
  void a_table_that_was_held_is_held_again() throws SQLException {
    journal.touch(TABLE);
    journal.repeatAfter(TABLE, this::undo, () -> {});
    assertThat(journal.holds(TABLE)).isTrue();
  }

  @Test
  void changes_that_follow_each_other_undo_what_was_done_once_and_it_is_done_again_when_asked()
      throws SQLException {
    make("a");
    journal.touch(TABLE);
    journal.undoFor(TABLE, this::undo, () -> database.add("change"));
    journal.undoFor(TABLE, this::undo, () -> database.add("another"));
    assertThat(database).containsExactly("change", "another");
    assertThat(journal.holds(TABLE)).isFalse();
    journal.settle(TABLE);
    journal.settle(TABLE);
    assertThat(database).containsExactly("change", "another", "a");
    assertThat(journal.holds(TABLE)).isTrue();
  }

  @Test
  void what_joins_while_something_is_owed_is_done_behind_it() throws SQLException {
    make("a");
    journal.undoFor(TABLE, this::undo, () -> {});
    journal.add(List.of(), () -> database.add("b"));
    journal.settle(TABLE);
    assertThat(database).containsExactly("a", "b");
  }

  @Test
  void nothing_is_owed_of_a_transaction_that_has_ended() throws SQLException {
    make("a");
    journal.undoFor(TABLE, this::undo, () -> {});
    journal.clear();
    journal.settle(TABLE);
    assertThat(journal.isOwing()).isFalse();
    assertThat(database).isEmpty();
  }

  @Test
  void too_many_rows_are_not_kept_and_the_change_is_made_nevertheless() throws SQLException {
    journal.add(rows(10_001), () -> database.add("rows"));
    assertThatThrownBy(() -> journal.repeatAfter(TABLE, this::undo, () -> database.add("change")))
        .isInstanceOfSatisfying(
            UnrepeatableException.class,
            e -> assertThat(e.fault().trouble()).isEqualTo(Target.Trouble.TRANSIENT));
    assertThat(database).containsExactly("change");
  }

  @Test
  void more_rows_are_kept_where_they_are_likely_to_be_needed() throws SQLException {
    journal.guard();
    journal.add(rows(10_001), () -> database.add("rows"));
    journal.repeatWithout(TABLE, new SQLException("refused", "23505"), this::undo);
    assertThat(database).containsExactly("rows");
  }

  @Test
  void half_of_what_is_kept_is_left_for_what_comes_until_the_commit() {
    assertThat(journal.room()).isEqualTo(Journal.Room.ENDLESS);
    journal.guard();
    assertThat(journal.room().rows()).isEqualTo(100_000);
  }

  @Test
  void a_refused_row_that_cannot_be_left_out_is_not_taken_for_one_that_was() {
    journal.add(rows(10_001), () -> database.add("rows"));
    assertThatThrownBy(
            () -> journal.repeatWithout(TABLE, new SQLException("id=7", "23505"), this::undo))
        .isInstanceOfSatisfying(
            UnrepeatableException.class, e -> assertThat(e.fault()).isEqualTo(Fault.OTHER))
        .hasMessageNotContaining("id=7")
        .hasNoCause();
  }

  @Test
  void a_row_that_is_refused_the_second_time_is_not_taken_for_the_one_that_was_refused_before() {
    journal.add(
        rows(1),
        () -> {
          throw new SQLException("id=8", "23505");
        });
    assertThatThrownBy(
            () -> journal.repeatWithout(TABLE, new SQLException("id=7", "23505"), this::undo))
        .isInstanceOfSatisfying(
            UnrepeatableException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT))
        .hasMessageNotContaining("id=8");
  }

  @Test
  void nothing_is_repeated_of_a_transaction_that_has_ended() throws SQLException {
    make("a");
    journal.clear();
    make("b");
    journal.repeatAfter(TABLE, this::undo, () -> {});
    assertThat(database).containsExactly("b");
  }
}
