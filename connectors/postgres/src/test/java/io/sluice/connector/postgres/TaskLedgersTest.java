package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.TaskShare;
import io.sluice.connector.postgres.position.Lineage;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.Reads;
import io.sluice.connector.postgres.position.SnapshotLedger;
import io.sluice.connector.postgres.position.Visibility;
import io.sluice.testkit.InMemoryOffsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskLedgersTest {

  /** What the server calls snapshots, and calls them again after it was started anew. */
  private static final String NAME = "00000003-00000002-1";

  private final InMemoryOffsets offsets = new InMemoryOffsets();
  private final TaskLedgers ledgers = new TaskLedgers(offsets, "srv");

  @Test
  void a_share_that_was_made_durable_is_done() {
    TaskShare second = share(1, 1_000, "100:100:");
    durable(second);

    assertThat(ledgers.isDone(second)).isTrue();
    assertThat(ledgers.complete(share(0, 1_000, "100:100:"), ledger(second))).isNotNull();
  }

  @Test
  void a_share_of_an_earlier_snapshot_of_the_same_name_is_not_done() {
    durable(share(1, 1_000, "100:100:"));

    TaskShare later = share(1, 2_000, "100:100:");

    assertThat(ledgers.isDone(later)).isFalse();
    assertThat(ledgers.complete(share(0, 2_000, "100:100:"), ledger(later))).isNull();
  }

  @Test
  void a_share_that_saw_other_rows_is_not_done() {
    durable(share(1, 1_000, "100:100:"));

    TaskShare other = share(1, 1_000, "200:200:");

    assertThat(ledgers.isDone(other)).isFalse();
    assertThat(ledgers.complete(share(0, 1_000, "200:200:"), ledger(other))).isNull();
  }

  @Test
  void a_share_is_not_for_a_position_at_the_beginning_that_a_loss_led_to() {
    TaskShare share = share(0, 1_000, "100:100:");

    assertThat(TaskLedgers.isFor(share, null)).isTrue();
    assertThat(TaskLedgers.isFor(share, snapshotting(SnapshotLedger.EMPTY, 7))).isFalse();
    assertThat(TaskLedgers.isFor(share, snapshotting(ledger(share), 7))).isTrue();
  }

  private static Position snapshotting(SnapshotLedger ledger, long micros) {
    return new Position(true, 0, 0, 0, 0, 0, ledger, new Lineage("1", 1, 1, 0, micros), Reads.NONE);
  }

  @Test
  void a_share_is_the_same_after_its_way_through_the_settings() {
    TaskShare share = share(1, 1_000, "100:100:");
    Map<String, String> settings =
        Map.of(
            "topic.prefix", "srv",
            "database.hostname", "localhost",
            "database.user", "u",
            "database.dbname", "d");

    assertThat(new PostgresConfig(share.in(settings)).share()).isEqualTo(share);
  }

  private void durable(TaskShare share) {
    offsets.put(
        TaskShare.partition("srv", share.task()), Position.share(ledger(share), share.plan()));
  }

  private static SnapshotLedger ledger(TaskShare share) {
    return SnapshotLedger.parse(share.ledger());
  }

  private static TaskShare share(int task, long micros, String visibility) {
    SnapshotLedger ledger = SnapshotLedger.begin(new Visibility(visibility), 0);
    return new TaskShare(task, 2, NAME, micros, ledger.toString(), true, 0);
  }
}
