package io.sluice.connector.postgres.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.position.Lineage;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.ReadPlan;
import io.sluice.connector.postgres.position.Reads;
import io.sluice.connector.postgres.position.SnapshotLedger;
import io.sluice.connector.postgres.position.TableRead;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SlotProgressTest {

  private final SlotProgress progress = new SlotProgress();

  @Test
  void a_transaction_without_records_is_confirmed_at_once() {
    progress.received(100);

    assertThat(progress.confirmable()).isEqualTo(100);
  }

  @Test
  void nothing_is_confirmed_while_a_transaction_is_read() {
    progress.received(100);
    progress.confirmable();
    progress.began();
    progress.received(200);

    assertThat(progress.confirmable()).isEqualTo(100);
  }

  @Test
  void a_transaction_of_which_half_is_durable_is_not_confirmed() {
    progress.began();
    progress.completed(7, 150, 2, 200);
    progress.durable(position(7, 150, 1, 0));

    assertThat(progress.confirmable()).isZero();
  }

  @Test
  void a_change_of_which_only_some_records_are_durable_is_not_confirmed() {
    progress.began();
    progress.completed(7, 150, 1, 200);
    progress.durable(
        new Position(false, 150, 0, 7, 1, 1, SnapshotLedger.EMPTY, Lineage.UNKNOWN, Reads.NONE));

    assertThat(progress.confirmable()).isZero();
  }

  @Test
  void what_was_handed_out_before_a_restart_is_still_waited_for() {
    progress.began();
    progress.completed(7, 150, 1, 200);
    progress.restart();
    progress.received(300);

    assertThat(progress.confirmable()).isZero();
  }

  @Test
  void behind_a_signal_nothing_is_confirmed_until_an_offset_of_that_place_tells_of_it() {
    Position before = position(0, 100, 0, 100);
    TableRead read = TableRead.of(new TableId("public", "t"), TableRead.Kind.INCREMENTAL);
    Position planned = before.withReads(Reads.NONE.withPlan(ReadPlan.EMPTY.with(List.of(read))));
    progress.received(100);
    progress.planned(planned);
    progress.received(300);
    progress.durable(before);
    assertThat(progress.confirmable()).isZero();

    progress.durable(planned);
    assertThat(progress.confirmable()).isEqualTo(300);
  }

  @Test
  void what_a_signal_asked_for_is_waited_for_though_all_of_it_was_read_at_the_same_place() {
    Position before = position(0, 100, 0, 100);
    TableRead read = TableRead.of(new TableId("public", "t"), TableRead.Kind.INCREMENTAL);
    Reads asked = Reads.NONE.withPlan(ReadPlan.EMPTY.with(List.of(read)));
    progress.planned(before.withReads(asked));
    progress.received(300);
    assertThat(progress.confirmable()).isZero();

    progress.durable(before.withReads(asked.withPlan(ReadPlan.EMPTY)));
    assertThat(progress.confirmable()).isEqualTo(300);
  }

  @Test
  void a_transaction_that_brought_a_signal_is_kept_until_a_place_behind_it_is_durable() {
    progress.began();
    progress.completedWithSignal(200);
    progress.durable(position(7, 150, 1, 50));
    assertThat(progress.confirmable()).isZero();

    progress.durable(position(0, 200, 0, 200));
    assertThat(progress.confirmable()).isEqualTo(200);
  }

  @Test
  void a_signal_is_not_waited_for_once_something_behind_it_is_durable() {
    progress.planned(position(0, 100, 0, 100));
    progress.began();
    progress.completed(7, 150, 1, 200);
    progress.durable(position(7, 150, 1, 50));

    assertThat(progress.confirmable()).isEqualTo(200);
  }

  /**
   * Transactions of random sizes are read, handed out, made durable in steps behind that, and read
   * again from what was handed out when the connection breaks: at no moment may more be confirmed
   * than is durable.
   */
  @Property(tries = 300)
  void never_more_is_confirmed_than_is_durable(@ForAll long seed) {
    Random random = new Random(seed);
    int transactions = 20;
    int[] sizes = random.ints(transactions, 0, 4).toArray(); // 0: concerns no captured table
    SlotProgress slot = new SlotProgress();
    int reading = 0; // transaction to be read next
    int[] durable = {-1, 0}; // transaction, changes of it
    int[] handed = {-1, 0};
    for (int step = 0; step < 200; step++) {
      switch (random.nextInt(4)) {
        case 0 -> {
          if (reading < transactions) {
            handed = read(slot, reading, sizes[reading], handed, random.nextInt(6) == 0);
            if (handed[0] != reading || handed[1] == sizes[reading]) {
              reading++;
            } else {
              slot.restart(); // broke off in mid-transaction, which is read again
            }
          }
        }
        case 1 -> {
          durable = random.nextBoolean() ? handed.clone() : durable;
          if (durable[0] >= 0) {
            slot.durable(at(durable, sizes));
          }
        }
        case 2 -> slot.restart();
        default -> slot.received(end(reading - 1));
      }
      assertThat(slot.confirmable())
          .as("seed %d step %d", seed, step)
          .isLessThanOrEqualTo(limit(durable, handed, sizes, reading));
    }
  }

  /**
   * Reads a transaction, of which some changes may have been handed out before; breaks off in the
   * middle if told.
   */
  private static int[] read(
      SlotProgress slot, int transaction, int size, int[] handed, boolean breaks) {
    int taken = handed[0] == transaction ? handed[1] : 0;
    if (size == 0) {
      slot.received(end(transaction));
      return handed;
    }
    int until = breaks && taken + 1 < size ? taken + 1 : size;
    if (until > taken) {
      slot.began();
    }
    if (until == size) {
      slot.completed(id(transaction), lsn(transaction, size), 1, end(transaction));
    }
    return new int[] {transaction, until};
  }

  /**
   * The end of the last transaction before the first one that made records and is not wholly
   * durable.
   */
  private static long limit(int[] durable, int[] handed, int[] sizes, int reading) {
    int first = durable[0] >= 0 && durable[1] < sizes[durable[0]] ? durable[0] : durable[0] + 1;
    while (first < reading && sizes[first] == 0) {
      first++;
    }
    return handed[0] == durable[0] && handed[1] == durable[1] ? end(reading - 1) : end(first - 1);
  }

  private static Position at(int[] place, int[] sizes) {
    int before = place[0] - 1;
    return position(id(place[0]), lsn(place[0], place[1]), 1, before < 0 ? 0 : end(before));
  }

  private static Position position(long txId, long lsn, long events, long lastCommit) {
    return new Position(
        false, lsn, lastCommit, txId, events, 0, SnapshotLedger.EMPTY, Lineage.UNKNOWN, Reads.NONE);
  }

  private static long id(int transaction) {
    return 1000 + transaction;
  }

  private static long lsn(int transaction, int change) {
    return 100L * transaction + change;
  }

  private static long end(int transaction) {
    return transaction < 0 ? 0 : 100L * transaction + 99;
  }
}
