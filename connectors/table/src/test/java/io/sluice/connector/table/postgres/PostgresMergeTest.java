package io.sluice.connector.table.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.connector.table.dialect.SinkCase;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Batches of rows that are there, rows that are not, and both. */
class PostgresMergeTest extends SinkCase {
  private static final int MANY = 300;

  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new PostgresUnderTest();
  }

  private void change(String op, int from, int to, String name) {
    for (int id = from; id < to; id++) {
      records.change(op, id, name);
    }
  }

  @Test
  void changes_of_rows_half_of_which_are_there_change_these_and_insert_the_others()
      throws Exception {
    change("c", 0, MANY, "made");
    records.committed();
    change("u", MANY / 2, MANY + MANY / 2, "changed");
    records.committed();
    assertThat(target.rows("select name, count(*) from orders group by name order by name"))
        .containsExactly("changed|" + MANY, "made|" + MANY / 2);
  }

  @Test
  void batches_of_rows_that_are_there_are_right_after_batches_of_rows_that_were_not()
      throws Exception {
    for (int batch = 0; batch < 3; batch++) {
      change("u", batch * MANY, (batch + 1) * MANY, "new");
      records.committed();
    }
    change("u", 0, 2 * MANY, "changed");
    records.committed();
    assertThat(target.rows("select name, count(*) from orders group by name order by name"))
        .containsExactly("changed|" + 2 * MANY, "new|" + MANY);
  }

  @Test
  void a_new_row_may_take_the_unique_value_of_a_row_that_leaves_in_the_same_batch()
      throws Exception {
    records.change("c", 1, "one").change("c", 2, "two").committed();
    target.execute("create unique index on orders (name)");
    records.change("c", 3, "one").delete(1).change("c", 4, "two").change("u", 2, "other");
    records.committed();
    assertThat(target.rows("select id, name from orders order by id"))
        .containsExactly("2|other", "3|one", "4|two");
  }

  @Test
  void a_row_that_changes_stays_in_its_page_so_that_no_index_learns_of_it() throws Exception {
    change("c", 0, MANY, "made");
    records.committed();
    change("u", 0, 5, "more");
    records.committed();
    sink.close(); // A session tells its statistics when it ends.
    await()
        .untilAsserted(
            () ->
                assertThat(
                        target.rows(
                            "select n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where"
                                + " relname = 'orders'"))
                    .containsExactly("5|5"));
  }

  @Test
  void a_large_table_is_not_read_whole_for_a_batch_that_touches_a_part_of_it() throws Exception {
    change("c", 0, MANY, "made");
    records.committed();
    target.execute(
        "insert into orders select i, 'more' from generate_series(" + MANY + ", 100000) i",
        "analyze orders");
    change("u", 0, MANY, "changed");
    records.committed();
    sink.close(); // A session tells its statistics when it ends.
    String indexed = "select idx_scan >= %d from pg_stat_user_tables where relname = 'orders'";
    await()
        .untilAsserted(() -> assertThat(target.rows(indexed.formatted(MANY))).containsExactly("t"));
  }
}
