package io.sluice.connector.table.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.sql.Table;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How often is asked what other pipelines write. */
class RereadingTest {
  private static final Table.Name ONE = new Table.Name("", "one");
  private static final Table.Name OTHER = new Table.Name("", "other");

  private final AtomicLong time = new AtomicLong(-5);
  private final Rereading rereading = new Rereading(time::get);

  @Test
  void each_table_is_due_when_it_is_met_first() {
    assertThat(rereading.isDue(ONE)).isTrue();
    assertThat(rereading.isDue(OTHER)).isTrue();
  }

  @Test
  void short_transactions_ask_once_in_ten_seconds() {
    rereading.isDue(ONE);
    rereading.ends();
    time.addAndGet(Rereading.EVERY_NANOS - 1);
    assertThat(rereading.isDue(ONE)).isFalse();
    rereading.ends();
    time.addAndGet(1);
    assertThat(rereading.isDue(ONE)).isTrue();
  }

  @Test
  void a_transaction_asks_once_however_long_it_takes() {
    rereading.isDue(ONE);
    time.addAndGet(2 * Rereading.EVERY_NANOS);
    assertThat(rereading.isDue(ONE)).isFalse();
  }
}
