package io.sluice.connector.postgres.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.position.StreamOffset.Tail;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionTest {

  @Test
  void debeziums_streaming_offset_is_understood() {
    Position position =
        Position.of(
            Map.of(
                "lsn",
                500L,
                "lsn_proc",
                500L,
                "lsn_commit",
                400L,
                "lsn_events_processed",
                2L,
                "txId",
                77L,
                "messageType",
                "INSERT",
                "ts_usec",
                1L));

    assertThat(position)
        .isEqualTo(
            new Position(
                false,
                500,
                400,
                77,
                2,
                0,
                SnapshotLedger.EMPTY,
                new Lineage(null, 0, 0, 500, 1),
                Reads.NONE));
  }

  @Test
  void debeziums_offset_in_mid_snapshot_asks_for_a_snapshot() {
    Map<String, Object> offset =
        Map.of(
            "snapshot",
            "INITIAL",
            "last_snapshot_record",
            false,
            "snapshot_completed",
            false,
            "lsn",
            500L,
            "txId",
            77L);

    assertThat(Position.of(offset).snapshotting()).isTrue();
    assertThat(Position.of(offset).txId()).isZero();
  }

  @Test
  void the_offset_of_a_change_is_read_back_as_written() {
    SnapshotLedger ledger =
        new SnapshotLedger(new Visibility("10:20:12,15"), 450, Set.of(16384, -5), Map.of());
    StreamOffset offset =
        new StreamOffset(
            Transaction.of(77, 600, 400, 1),
            500,
            2,
            1,
            "UPDATE",
            new Tail(ledger.toString(), Lineage.of("cluster", 3, 16_400), Reads.NONE));

    Position position = Position.of(offset);

    assertThat(position.withLedger(SnapshotLedger.EMPTY))
        .isEqualTo(
            new Position(
                false,
                500,
                400,
                77,
                2,
                1,
                SnapshotLedger.EMPTY,
                new Lineage("cluster", 3, 16_400, 600, 1),
                Reads.NONE));
    assertThat(position.ledger().toString()).isEqualTo(ledger.toString());
    assertThat(position.ledger().contains(-5)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"9,true", "10,true", "12,false", "13,true", "19,true", "20,false", "1000,false"})
  void a_snapshot_saw_what_was_committed_before_it(long txId, boolean saw) {
    assertThat(new Visibility("10:20:12,15").saw(txId)).isEqualTo(saw);
  }

  @ParameterizedTest
  @CsvSource({"4294967290,true", "2,true", "5,false", "6,false", "7,true", "10,false"})
  void transaction_numbers_are_understood_across_their_wraparound(long txId, boolean saw) {
    // 64-bit numbers whose lower half has just begun again: 2^32 + 5 and so on.
    assertThat(new Visibility("4294967301:4294967305:4294967301,4294967302").saw(txId))
        .isEqualTo(saw);
  }
}
